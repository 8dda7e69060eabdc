// The two groups of the format, behind the same few functions. A group answers
//   order            q
//   write(element)   its text;  read(text) the element, or throws when it is none of the group's
//   multiply(a, b);  raise(element, x)
//   fixed(element)   a function x -> element^x, for an element that is raised often
//   power(x)         generator^x
import sodium from "libsodium-wrappers-sumo";
import { mod } from "./numbers.js";

const P = BigInt(
  "20694785691422546401013643657505008064922989295751104097100884787057374219242" +
    "717401922237254497684338129066633138078958404960054389636289" +
    "796393038773905722803605973749427671376777618898589872735865" +
    "049081167099310535867780980030790491654063777173764198678527" +
    "273474476341835600035698305193144284561701911000786737307333" +
    "564123971732897913240474578834468260652327974647951137672658" +
    "693582180046317922073668860052627186363386088796882120769432" +
    "366149491002923444346373222145884100586421050242120365433561" +
    "201320481118852408731077014151666200162313177169372189248078" +
    "507711827842317498073276598828825169183103125680162072880719",
);
const G = BigInt(
  "2402352677501852209227687703532399932712287657378364916510075318787663274146" +
    "353219320285676155269678799694668298749389095083896573425601" +
    "900601068477164491735474137283104610458681314511781646755400" +
    "527402889846139864532661215055797097162016168270312886432456" +
    "663834863635782106154918419982534315189740658186868651151358" +
    "576410138882215396016043228843603930989333662772848406593138" +
    "406010231675095763777982665103606822406635076697764025346253" +
    "773085133173495194248967754052573659049492477631475991575198" +
    "775177711481490920456600205478127054728238140972518639858334" +
    "115700568353695553423781475582491896050296680037745308460627",
);
const Q = BigInt("78571733251071885079927659812671450121821421258408794611510081919805623223441");
const WINDOW = 6n; // bits; the table costs as much as about 60 powers without it

class Belenios2048 {
  order = Q;

  write(element) {
    return String(element);
  }

  read(text) {
    const element = /^[1-9][0-9]*$/.test(text) ? BigInt(text) : 0n;
    if (element <= 0n || element >= P || this.raise(element, Q) !== 1n) throw new Error("element");
    return element;
  }

  multiply(a, b) {
    return (a * b) % P;
  }

  raise(element, x) {
    let result = 1n;
    for (const bit of x.toString(2)) {
      result = (result * result) % P;
      if (bit === "1") result = (result * element) % P;
    }
    return result;
  }

  /** One table for each window of the exponent: then a power is 43 multiplications. */
  fixed(element) {
    const tables = [];
    let step = element;
    for (let bits = 0n; bits < 256n; bits += WINDOW) {
      const table = [1n];
      for (let i = 1; i < 1 << Number(WINDOW); i++) table.push((table[i - 1] * step) % P);
      tables.push(table);
      step = (table[table.length - 1] * step) % P;
    }
    const mask = (1n << WINDOW) - 1n;
    return (x) => {
      let result = 1n;
      for (let i = 0, rest = x; rest; i++, rest >>= WINDOW) {
        if (rest & mask) result = (result * tables[i][Number(rest & mask)]) % P;
      }
      return result;
    };
  }

  power(x) {
    this.table ??= this.fixed(G);
    return this.table(x);
  }
}

const ONE = "01".padEnd(64, "0"); // the neutral element, which libsodium neither takes nor gives

class Ed25519 {
  order = 2n ** 252n + 27742317777372353535851937790883648493n;

  write(element) {
    return sodium.to_hex(element);
  }

  read(text) {
    const element = /^[0-9a-f]{64}$/.test(text) ? sodium.from_hex(text) : new Uint8Array(32);
    if (text !== ONE && !sodium.crypto_core_ed25519_is_valid_point(element)) throw new Error("element");
    return element;
  }

  multiply(a, b) {
    return sodium.crypto_core_ed25519_add(a, b);
  }

  raise(element, x) {
    if (x === 0n || this.write(element) === ONE) return sodium.from_hex(ONE);
    return sodium.crypto_scalarmult_ed25519_noclamp(this.scalar(x), element);
  }

  fixed(element) {
    return (x) => this.raise(element, x);
  }

  power(x) {
    return x === 0n ? sodium.from_hex(ONE) : sodium.crypto_scalarmult_ed25519_base_noclamp(this.scalar(x));
  }

  /** 32 bytes, the least first. */
  scalar(x) {
    return sodium.from_hex(mod(x, this.order).toString(16).padStart(64, "0")).reverse();
  }
}

const GROUPS = new Map([
  ["BELENIOS-2048", Belenios2048],
  ["Ed25519", Ed25519],
]);

/** Answers the element of a public key; the neutral one hides nothing. */
export function readPublicKey(group, text) {
  const element = group.read(text);
  if (text === group.write(group.power(0n))) throw new Error("element");
  return element;
}

export function groupNamed(name) {
  const Group = GROUPS.get(name);
  if (!Group) throw new Error("group");
  return new Group();
}

// What a trustee computes (sections 4.5 and 4.18 of the Belenios specification, version 2.0 of the text).
import { written } from "./encrypt.js";
import { groupNamed } from "./groups.js";
import { challenge, fingerprint, mod, random, ready } from "./numbers.js";

/**
 * Answers { privateKey, publicKey }: two texts, the first to be kept by the trustee alone, the second, with the
 * proof that its maker knows the first, to be published.
 */
export async function generateTrustee(name) {
  await ready;
  const group = groupNamed(name);
  const secret = random(group.order);
  const w = random(group.order);
  const own = group.write(group.power(secret));
  const c = challenge(`pok|${name}|${own}|${group.write(group.power(w))}`, group.order);
  const pok = written({ challenge: c, response: mod(w - secret * c, group.order) });
  return { privateKey: JSON.stringify(String(secret)), publicKey: JSON.stringify({ pok, public_key: own }) };
}

/**
 * Answers { partialDecryption, publicKey }, both texts; the second tells whose key it was.
 * `election`, `tally`: the texts as published. `key`: what `readKey` takes. `progress(done, total)`.
 * Throws Error("key" | "group" | "element" | "tally").
 */
export async function decrypt(election, tally, key, progress = () => {}) {
  await ready;
  const group = groupNamed(JSON.parse(election).group);
  return decryptWith(group, readKey(key, group), election, tally, progress);
}

export function decryptWith(group, secret, election, tally, progress) {
  const publicKey = group.write(group.power(secret));
  const start = `decrypt|${fingerprint(election.trimEnd())}|${publicKey}|`;
  const ciphertexts = readTally(tally);
  const total = ciphertexts.reduce((all, row) => all + row.length, 0);
  let done = 0;
  const answered = ciphertexts.map((row) =>
    row.map(({ alpha }) => {
      const found = factor(group, secret, start, group.read(alpha)); // an element of no group would betray the key
      progress(++done, total);
      return found;
    }),
  );
  const part = (name) => answered.map((row) => row.map((found) => found[name]));
  return {
    partialDecryption: JSON.stringify({ decryption_factors: part("factor"), decryption_proofs: part("proof") }),
    publicKey,
  };
}

function factor(group, secret, start, alpha) {
  const w = random(group.order);
  const commitment = [group.power(w), group.raise(alpha, w)].map((element) => group.write(element));
  const c = challenge(start + commitment.join(","), group.order);
  return {
    factor: group.write(group.raise(alpha, secret)),
    proof: written({ challenge: c, response: mod(w - secret * c, group.order) }),
  };
}

/**
 * Answers the number in a trustee's file: { "decryption_key": "…" }, as a key ceremony of several leaves it; or the
 * number as a JSON text, as `belenios-tool` keeps it and `generateTrustee` makes it; or bare.
 */
export function readKey(text, group) {
  const secret = /^[1-9][0-9]{0,79}$/.test(kept(text)) ? BigInt(kept(text)) : 0n;
  if (secret <= 0n || secret >= group.order) throw new Error("key");
  return secret;
}

function kept(text) {
  if (/^\s*[0-9]+\s*$/.test(text)) return text.trim();
  try {
    const said = JSON.parse(text);
    return String(said?.decryption_key ?? said);
  } catch {
    return "";
  }
}

function readTally(text) {
  const rows = JSON.parse(text);
  const fits = Array.isArray(rows) && rows.every((row) => Array.isArray(row) && row.every((one) => typeof one?.alpha === "string"));
  if (!fits) throw new Error("tally");
  return rows;
}

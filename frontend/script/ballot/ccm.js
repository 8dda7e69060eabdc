// AES-256 in the mode CCM (FIPS 197, RFC 3610), which is how trustees encrypt to each other. Neither libsodium nor a
// page without TLS has it. Only for messages of a few hundred bytes on the trustee's own device: it is not made to
// keep its timing from other programs there.
import { join } from "./numbers.js";

const BLOCK = 16;
const ROUNDS = 14;
export const TAG = 8; // bytes, as belenios-tool has it; the specification names CCM and no length

const double = (x) => ((x << 1) ^ (x & 0x80 ? 0x11b : 0)) & 0xff;
const SUBSTITUTE = substitution();

/** The inverse in the field of 256, then an affine map. */
function substitution() {
  const box = new Uint8Array(256);
  let p = 1;
  let q = 1; // always p's inverse: the one goes round by 3, the other by a third
  do {
    p ^= double(p);
    for (const by of [1, 2, 4]) q ^= (q << by) & 0xff;
    if (q & 0x80) q ^= 0x09;
    const turned = [1, 2, 3, 4].reduce((all, by) => all ^ (q << by) ^ (q >> (8 - by)), q);
    box[p] = (turned ^ 0x63) & 0xff;
  } while (p !== 1);
  box[0] = 0x63;
  return box;
}

/** Answers the function that encrypts one block with a key of 32 bytes. */
function cipher(key) {
  const words = expanded(key);
  return (block) => {
    let state = add(block, words, 0);
    for (let round = 1; round <= ROUNDS; round++) {
      const moved = state.map((_, i) => SUBSTITUTE[state[(i + 4 * (i % 4)) % BLOCK]]);
      state = add(round < ROUNDS ? mixed(moved) : moved, words, round * BLOCK);
    }
    return state;
  };
}

function expanded(key) {
  const out = new Uint8Array(BLOCK * (ROUNDS + 1));
  out.set(key);
  let constant = 1;
  for (let at = key.length; at < out.length; at += 4) {
    let word = [...out.subarray(at - 4, at)];
    if (at % key.length === 0) {
      word = [1, 2, 3, 0].map((i) => SUBSTITUTE[word[i]]);
      word[0] ^= constant;
      constant = double(constant);
    } else if (at % key.length === BLOCK) word = word.map((byte) => SUBSTITUTE[byte]);
    word.forEach((byte, i) => (out[at + i] = out[at + i - key.length] ^ byte));
  }
  return out;
}

function add(block, other, at) {
  return Uint8Array.from(block, (byte, i) => byte ^ other[at + i]);
}

function mixed(state) {
  return state.map((byte, i) => {
    const [a, b, c, d] = [0, 1, 2, 3].map((step) => state[(i & ~3) + ((i + step) % 4)]);
    return double(a) ^ double(b) ^ b ^ c ^ d;
  });
}

/** Answers the bytes and after them the tag. The nonce's length says how many bytes count the message's. */
export function encrypt(key, nonce, bytes) {
  const one = cipher(key);
  return join(stream(one, nonce, bytes), tag(one, nonce, bytes));
}

/** Answers what `encrypt` was given; throws Error("message") where it was not made with this key and nonce. */
export function decrypt(key, nonce, data) {
  if (data.length < TAG) throw new Error("message");
  const one = cipher(key);
  const bytes = stream(one, nonce, data.slice(0, -TAG));
  const wanted = tag(one, nonce, bytes);
  if (data.slice(-TAG).reduce((all, byte, i) => all | (byte ^ wanted[i]), 0)) throw new Error("message");
  return bytes;
}

function stream(one, nonce, bytes) {
  const out = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += BLOCK) {
    out.set(add(bytes.slice(at, at + BLOCK), one(counted(0, nonce, at / BLOCK + 1)), 0), at);
  }
  return out;
}

function tag(one, nonce, bytes) {
  let state = one(counted(8 * ((TAG - 2) / 2), nonce, bytes.length));
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = new Uint8Array(BLOCK);
    block.set(bytes.slice(at, at + BLOCK));
    state = one(add(block, state, 0));
  }
  return add(state, one(counted(0, nonce, 0)), 0).slice(0, TAG);
}

/** A first byte that says the lengths, the nonce, and a number in the bytes that are left. */
function counted(flags, nonce, number) {
  const block = new Uint8Array(BLOCK);
  block[0] = flags + BLOCK - 2 - nonce.length;
  block.set(nonce, 1);
  for (let i = BLOCK - 1, rest = number; i > nonce.length; i--, rest = Math.floor(rest / 256)) block[i] = rest % 256;
  return block;
}

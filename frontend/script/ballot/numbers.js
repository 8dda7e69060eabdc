// Numbers and hashes as the format writes them. libsodium's randomness and Web Crypto's hashes are not used:
// the one so that there is one source, the other because a page served without TLS has none.
import sodium from "libsodium-wrappers-sumo";

export const ready = sodium.ready;
const UTF8 = new TextEncoder();

export function mod(x, order) {
  const rest = x % order;
  return rest < 0n ? rest + order : rest;
}

export function fromBytes(bytes) {
  return BigInt(`0x${sodium.to_hex(bytes)}`);
}

/** Answers a number below `order`; 128 bits more than needed leave no bias to speak of. */
export function random(order) {
  const bytes = new Uint8Array(order.toString(16).length / 2 + 16);
  return fromBytes(crypto.getRandomValues(bytes)) % order;
}

export function hash(text) {
  return sodium.crypto_hash_sha256(UTF8.encode(text));
}

export function challenge(text, order) {
  return fromBytes(hash(text)) % order;
}

/** The specification's H_JSON: of an election its fingerprint, of a ballot its tracker. */
export function fingerprint(text) {
  return sodium.to_base64(hash(text), sodium.base64_variants.ORIGINAL_NO_PADDING);
}

/** PBKDF2 with HMAC-SHA256, one block. HMAC fills a short key with zeros, libsodium wants it filled. */
export function stretch(password, salt, rounds) {
  const key = new Uint8Array(sodium.crypto_auth_hmacsha256_KEYBYTES);
  key.set(UTF8.encode(password));
  let block = new Uint8Array([...UTF8.encode(salt), 0, 0, 0, 1]);
  const sum = new Uint8Array(32);
  for (let round = 0; round < rounds; round++) {
    block = sodium.crypto_auth_hmacsha256(block, key);
    for (let i = 0; i < 32; i++) sum[i] ^= block[i];
  }
  return sum;
}

export function join(one, other) {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

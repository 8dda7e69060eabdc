// How trustees write to each other through a third party (specification, 4.6.1 and 4.6.3): signed, then encrypted.
import sodium from "libsodium-wrappers-sumo";
import * as ccm from "./ccm.js";
import { DIGITS } from "./credential.js";
import { written } from "./encrypt.js";
import { challenge, fromBytes, hash, mod, random } from "./numbers.js";

const SEED = 22;
const NONCE = 13; // bytes of the nonce that CCM can take at most

export function newSeed() {
  return Array.from({ length: SEED }, () => DIGITS[Number(random(58n))]).join("");
}

/** All keys of a trustee come from the seed. Throws Error("key"). */
export function readSeed(group, text) {
  const word = text.trim();
  if (word.length !== SEED || [...word].some((character) => !DIGITS.includes(character))) throw new Error("key");
  const [signing, decryption] = ["sk", "dk"].map((prefix) => challenge(`${prefix}|${word}`, group.order));
  const [verification, encryption] = [signing, decryption].map((x) => group.write(group.power(x)));
  return { group, text: word, signing, decryption, verification, encryption };
}

/** Proves that the exponent of `own` over the generator is known; `prefix` is what the proof is bound to. */
export function prove(group, secret, prefix) {
  const w = random(group.order);
  const c = challenge(`${prefix}|${group.write(group.power(w))}`, group.order);
  return written({ challenge: c, response: mod(w - secret * c, group.order) });
}

export function sign(seed, message) {
  return { message, signature: prove(seed.group, seed.signing, `sigmsg|${message}`) };
}

/** Answers the message that `verification`, a key's text, has signed. Throws Error("message"). */
export function signed(group, verification, value) {
  const { message, signature } = value;
  const [c, response] = [signature.challenge, signature.response].map((text) => number(group, text));
  const commitment = group.multiply(group.power(response), group.raise(group.read(verification), c));
  if (challenge(`sigmsg|${message}|${group.write(commitment)}`, group.order) !== c) throw new Error("message");
  return message;
}

/** Answers the exponent that is written in decimal. Throws Error("message"). */
export function number(group, text) {
  const found = /^(0|[1-9][0-9]{0,79})$/.test(text) ? BigInt(text) : group.order;
  if (found >= group.order) throw new Error("message");
  return found;
}

/** Answers the message, signed and encrypted for the recipient's key, as one string. */
export function send(seed, recipient, message) {
  const { group } = seed;
  const text = sodium.from_string(JSON.stringify(sign(seed, JSON.stringify({ recipient, message }))));
  const r = random(group.order);
  const key = group.power(random(group.order));
  const alpha = group.write(group.power(r));
  const data = ccm.encrypt(cipherKey(group, key), nonce(alpha, text.length), text);
  const beta = group.write(group.multiply(group.raise(group.read(recipient), r), key));
  return JSON.stringify({ alpha, beta, data: sodium.to_hex(data) });
}

/** Answers what `sender` (a verification key) wrote to the holder of the seed and to nobody else. Throws Error. */
export function receive(seed, sender, sent) {
  const { group } = seed;
  const { alpha, beta, data } = JSON.parse(sent);
  const shared = group.raise(group.read(alpha), seed.decryption);
  const key = group.multiply(group.read(beta), group.raise(shared, group.order - 1n));
  const bytes = sodium.from_hex(data);
  const text = ccm.decrypt(cipherKey(group, key), nonce(alpha, bytes.length - ccm.TAG), bytes);
  const { recipient, message } = JSON.parse(signed(group, sender, JSON.parse(sodium.to_string(text))));
  if (recipient !== seed.encryption) throw new Error("message");
  return message;
}

function cipherKey(group, key) {
  return hash(`key|${group.write(key)}`);
}

/** The longer the message, the shorter the nonce: CCM writes the length of the one beside the other. */
function nonce(alpha, length) {
  const octets = Math.max(2, Math.ceil(length.toString(2).length / 8));
  return hash(`iv|${alpha}`).slice(0, NONCE + 2 - octets);
}

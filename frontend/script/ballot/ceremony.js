// What a trustee does to make one key with others, of which `threshold` can decrypt (specification, 3.1.1 and 4.6).
// The platform carries the messages between them and can read none (services/ceremony.py); the words for an error are
// "key" (no seed, or not one of these trustees'), "message" (something was changed on its way), "share NUMBER" (what
// that trustee sent does not fit what they have committed to).
import { newSeed, number, prove, readSeed, receive, send, sign, signed } from "./channels.js";
import { groupNamed, readPublicKey } from "./groups.js";
import { fingerprint, mod, random, ready } from "./numbers.js";
import { decryptWith } from "./trustee.js";

/** Step 1. Answers { privateKey: the seed, to be kept; given: the certificate }. */
export async function certificate(name) {
  await ready;
  const seed = readSeed(groupNamed(name), newSeed());
  const keys = JSON.stringify({ verification: seed.verification, encryption: seed.encryption });
  return { privateKey: seed.text, given: JSON.stringify(sign(seed, keys)) };
}

/** Step 3. Answers { given: what this trustee sends to all, code }: all must read the same code to each other. */
export async function polynomial(name, text, certificates, threshold, progress = () => {}) {
  await ready;
  const group = groupNamed(name);
  const seed = readSeed(group, text);
  const keys = read(group, certificates);
  placeOf(seed, keys);
  const coefficients = Array.from({ length: threshold }, () => random(group.order));
  const own = JSON.stringify({ polynomial: coefficients.map(String) });
  const coefexps = JSON.stringify({ coefexps: coefficients.map((x) => group.write(group.power(x))) });
  const secrets = keys.map(({ encryption }, i) => {
    const sent = send(seed, encryption, JSON.stringify({ secret: String(value(group, coefficients, i + 1)) }));
    progress(i + 1, keys.length);
    return sent;
  });
  const said = { polynomial: send(seed, seed.encryption, own), secrets, coefexps: sign(seed, coefexps) };
  return { given: JSON.stringify(said), code: code(certificates) };
}

/** Step 5. Answers { given: the public key, and the private one encrypted for this trustee, code }. */
export async function share(name, text, certificates, threshold, vinput, progress = () => {}) {
  await ready;
  const group = groupNamed(name);
  const seed = readSeed(group, text);
  const keys = read(group, certificates);
  const place = placeOf(seed, keys);
  const sent = JSON.parse(vinput);
  if (sent.secrets.length !== keys.length || sent.coefexps.length !== keys.length) throw new Error("message");
  const committed = keys.map(({ verification }, i) => commitments(group, verification, sent.coefexps[i], threshold));
  checkOwn(seed, committed[place - 1], sent.polynomial);
  const shares = keys.map(({ verification }, i) => {
    const found = shared(seed, verification, sent.secrets[i], committed[i], place);
    if (found === null) throw new Error(`share ${i + 1}`);
    progress(i + 1, keys.length);
    return found;
  });
  const total = mod(shares.reduce((all, one) => all + one, 0n), group.order);
  const own = group.write(group.power(total));
  const private_key = send(seed, seed.encryption, JSON.stringify({ decryption_key: String(total) }));
  const public_key = { pok: prove(group, total, `pok|${name}|${own}`), public_key: own };
  return { given: JSON.stringify({ private_key, public_key }), code: code(certificates) };
}

/** Decrypts as `decrypt` does, with the seed and the encrypted key of step 6. */
export async function decryptTogether(election, tally, text, sealed, progress = () => {}) {
  await ready;
  const group = groupNamed(JSON.parse(election).group);
  const seed = readSeed(group, text);
  let secret;
  try {
    secret = number(group, JSON.parse(receive(seed, seed.verification, sealed.trim())).decryption_key);
  } catch {
    throw new Error("other");
  }
  return decryptWith(group, secret, election, tally, progress);
}

/** What tells whether all were given the same certificates: who carries them could hand out others. */
function code(certificates) {
  return fingerprint(lines(certificates).join("\n")).replace(/[^0-9A-Za-z]/g, "").slice(0, 12).replace(/(.{4})(?=.)/g, "$1-");
}

function lines(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

/** Answers the keys in the certificates, in their order; throws where one is unsound or stands there twice. */
function read(group, certificates) {
  const keys = lines(certificates).map((line) => {
    const certificate = JSON.parse(line);
    const said = JSON.parse(certificate.message);
    for (const name of ["verification", "encryption"]) readPublicKey(group, said[name]);
    signed(group, said.verification, certificate);
    return said;
  });
  if (!keys.length || new Set(keys.map((key) => key.verification)).size !== keys.length) throw new Error("message");
  return keys;
}

function placeOf(seed, keys) {
  const at = keys.findIndex((key) => key.verification === seed.verification && key.encryption === seed.encryption);
  if (at < 0) throw new Error("key");
  return at + 1;
}

/** Answers g^a of each coefficient that a trustee has committed to. */
function commitments(group, verification, value, threshold) {
  const { coefexps } = JSON.parse(signed(group, verification, value));
  if (coefexps.length !== threshold) throw new Error("message");
  return coefexps.map((text) => group.read(text));
}

/** The commitments that came back must be to the polynomial that this trustee has chosen. */
function checkOwn(seed, committed, sent) {
  const { group } = seed;
  const coefficients = JSON.parse(receive(seed, seed.verification, sent)).polynomial.map((text) => number(group, text));
  const same = coefficients.map((x) => group.write(group.power(x))).join() === committed.map((x) => group.write(x)).join();
  if (!same) throw new Error("message");
}

/** Answers this trustee's share of another's polynomial; null where it cannot be read or does not fit. */
function shared(seed, sender, sent, committed, place) {
  const { group } = seed;
  try {
    const secret = number(group, JSON.parse(receive(seed, sender, sent)).secret);
    const x = BigInt(place);
    const wanted = committed.reduceRight((all, one) => group.multiply(group.raise(all, x), one), group.power(0n));
    return group.write(group.power(secret)) === group.write(wanted) ? secret : null;
  } catch {
    return null;
  }
}

function value(group, coefficients, place) {
  return coefficients.reduceRight((all, one) => mod(all * BigInt(place) + one, group.order), 0n);
}

// A signed note (C2SP signed-note): the text, an empty line, lines "— NAME base64(4 bytes of the key's number, Ed25519)".
import sodium from "libsodium-wrappers-sumo";

const DASH = "— ";
const ED25519 = 1;

/** Answers { text, hash }: what was signed, and the SHA-256 of the whole note; null where the key [vkey] did not sign it. */
export async function opened(note, vkey) {
  await sodium.ready;
  const cut = note.lastIndexOf("\n\n");
  const text = note.slice(0, cut + 1);
  const { name, number, key } = parted(vkey);
  const signed = note.slice(cut + 2).split("\n").some((line) => {
    const [said, value] = line.slice(DASH.length).split(" ");
    if (!line.startsWith(DASH) || said !== name || !value) return false;
    const raw = bytes(value);
    if (raw === null || raw.length !== 68 || sodium.to_hex(raw.slice(0, 4)) !== number) return false;
    return sodium.crypto_sign_verify_detached(raw.slice(4), sodium.from_string(text), key);
  });
  return cut > 0 && signed ? { text, hash: sodium.to_hex(sodium.crypto_hash_sha256(sodium.from_string(note))) } : null;
}

function parted(vkey) {
  const [name, number, ...rest] = vkey.split("+");
  const raw = bytes(rest.join("+"));
  if (raw === null || raw.length !== 33 || raw[0] !== ED25519) throw new Error("key");
  return { name, number, key: raw.slice(1) };
}

function bytes(text) {
  try {
    return sodium.from_base64(text, sodium.base64_variants.ORIGINAL);
  } catch {
    return null;
  }
}

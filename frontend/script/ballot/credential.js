// The form of a voter's secret credential: XXX-XXX-XXX-XXX-XXX, the last character a checksum over the others.
const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH = 15;

/**
 * Answers { credential } in its written form, or { problem, found }: "empty", "character" (found: which),
 * "length" (found: how many) or "checksum".
 */
export function check(typed) {
  const text = bare(typed);
  if (!text) return { problem: "empty" };
  const wrong = [...text].find((character) => !DIGITS.includes(character));
  if (wrong) return { problem: "character", found: wrong };
  if (text.length !== LENGTH) return { problem: "length", found: text.length };
  if (checksum(text.slice(0, -1)) !== text.slice(-1)) return { problem: "checksum" };
  return { credential: grouped(text) };
}

/** Answers what was typed, in groups of three. */
export function grouped(typed) {
  return (bare(typed).match(/.{1,3}/gu) || []).join("-");
}

/** Without blanks and hyphens, and in half-width characters, for a Chinese keyboard writes others. */
function bare(typed) {
  return typed.normalize("NFKC").replace(/[\s\u200b\p{Pd}_]/gu, "");
}

function checksum(text) {
  let rest = 0;
  for (const character of text) rest = (rest * 58 + DIGITS.indexOf(character)) % 53;
  return DIGITS[(53 - rest) % 53];
}

// The form of a voter's secret credential: XXX-XXX-XXX-XXX-XXX, the last character a checksum over the others.
export const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
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
  if (rest(text) !== 0) return { problem: "checksum" };
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

// The last digit is what is lacking to a multiple of 53; where nothing is lacking belenios-tool writes 53, others may
// read the specification as 0. Both are the same rest.
function rest(text) {
  const lead = [...text.slice(0, -1)].reduce((sum, character) => (sum * 58 + DIGITS.indexOf(character)) % 53, 0);
  return (lead + DIGITS.indexOf(text.at(-1))) % 53;
}

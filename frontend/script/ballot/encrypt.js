// A ballot as section 4.11 to 4.15 of the Belenios specification (version 2.0 of the text, protocol version 1)
// describe it, for homomorphic questions.
import { check } from "./credential.js";
import { groupNamed, readPublicKey } from "./groups.js";
import { challenge, fingerprint, fromBytes, mod, random, ready, stretch } from "./numbers.js";

/**
 * Answers { ballot, tracker }.
 * `text`: the election as published, byte for byte, for its fingerprint is part of every proof.
 * `answers`: for each question 0 or 1 for each answer; where a blank vote is allowed, 0 or 1 for "blank" first.
 * `progress(done, total)` is called after each proof.
 * Throws Error("credential" | "version" | "group" | "question" | "answers" | "element").
 */
export async function encrypt(text, credential, answers, progress = () => {}) {
  await ready;
  const own = check(credential).credential;
  if (!own) throw new Error("credential");
  const election = JSON.parse(text);
  if (election.version !== 1) throw new Error("version");
  const voter = new Voter(text.trimEnd(), election, own);
  const total = allowed(election.questions, answers);
  let done = 0;
  voter.proved = () => progress(++done, total);
  return voter.vote(answers);
}

/** Answers how many proofs these answers need; throws where the question does not allow them. */
function allowed(questions, answers) {
  if (answers.length !== questions.length) throw new Error("answers");
  let proofs = 0;
  questions.forEach((question, i) => {
    if (!Array.isArray(question.answers)) throw new Error("question"); // of a type that is not homomorphic
    const blank = Number(question.blank === true);
    const given = answers[i];
    if (given.length !== question.answers.length + blank || given.some((m) => m !== 0 && m !== 1)) throw new Error("answers");
    const chosen = sum(given.slice(blank));
    const fits = blank && given[0] ? chosen === 0 : question.min <= chosen && chosen <= question.max;
    if (!fits) throw new Error("answers");
    proofs += given.length + 1 + blank;
  });
  return proofs;
}

class Voter {
  constructor(text, election, credential) {
    this.election = election;
    this.group = groupNamed(election.group);
    this.order = this.group.order;
    this.mask = this.group.fixed(readPublicKey(this.group, election.public_key)); // r -> y^r
    this.fingerprint = fingerprint(text);
    this.secret = fromBytes(stretch(credential, election.uuid, 1000)) % this.order;
    this.public = this.group.write(this.group.power(this.secret));
  }

  vote(answers) {
    const signed = {
      election_uuid: this.election.uuid,
      election_hash: this.fingerprint,
      credential: this.public,
      answers: answers.map((given, i) => this.answer(this.election.questions[i], given)),
    };
    const ballot = JSON.stringify({ ...signed, signature: this.sign(fingerprint(JSON.stringify(signed))) });
    return { ballot, tracker: fingerprint(ballot) };
  }

  answer(question, given) {
    const votes = given.map((m) => ({ m, r: random(this.order) }));
    const choices = votes.map((vote) => this.cipher(vote));
    const start = `${this.fingerprint}|${this.public}`;
    const whole = `${start}|${choices.map(joined).join(",")}`;
    const individual_proofs = votes.map(({ m, r }, i) =>
      this.prove(`prove|${start}|${joined(choices[i])}|`, [{ r, gap: m }, { r, gap: m - 1 }]),
    );
    const blank = question.blank === true ? votes.shift() : null;
    const r = mod(votes.reduce((all, vote) => all + vote.r, 0n), this.order);
    const m = sum(votes.map((vote) => vote.m));
    const cases = [];
    for (let count = question.min; count <= question.max; count++) cases.push({ r, gap: m - count });
    if (!blank) {
      const overall_proof = this.prove(`prove|${whole}|${joined(this.cipher({ m, r }))}|`, cases);
      return { choices, individual_proofs, overall_proof };
    }
    const overall_proof = this.prove(`bproof1|${whole}|`, [{ r: blank.r, gap: blank.m - 1 }, ...cases]);
    const blank_proof = this.prove(`bproof0|${whole}|`, [{ r: blank.r, gap: blank.m }, { r, gap: m }]);
    return { choices, individual_proofs, overall_proof, blank_proof };
  }

  cipher({ m, r }) {
    return { alpha: this.group.write(this.group.power(r)), beta: this.group.write(this.masked(r, m)) };
  }

  /** y^r g^x */
  masked(r, x) {
    return x ? this.group.multiply(this.mask(r), this.group.power(mod(BigInt(x), this.order))) : this.mask(r);
  }

  /**
   * Proves that one case holds, without saying which: a case claims of an encryption with the randomness r that
   * it holds a certain number; `gap` is what it really holds, less that number.
   * Whoever knows r can write the powers of the ciphertext, which the verifier computes, as powers of g and y.
   */
  prove(start, cases) {
    const truth = cases.findIndex(({ gap }) => gap === 0);
    const commitments = [];
    const proofs = cases.map(({ r, gap }, i) => {
      const asked = i === truth ? 0n : random(this.order);
      const response = random(this.order); // of the true case: w
      const w = mod(response + r * asked, this.order);
      const commitment = [this.group.power(w), this.masked(w, BigInt(gap) * asked)];
      commitments.push(...commitment.map((element) => this.group.write(element)));
      return { challenge: asked, response };
    });
    const others = proofs.reduce((all, proof) => all + proof.challenge, 0n);
    const own = proofs[truth];
    own.challenge = mod(challenge(start + commitments.join(","), this.order) - others, this.order);
    own.response = mod(own.response - cases[truth].r * own.challenge, this.order);
    this.proved();
    return proofs.map(written);
  }

  sign(hash) {
    const w = random(this.order);
    const c = challenge(`sig|${hash}|${this.group.write(this.group.power(w))}`, this.order);
    return { hash, proof: written({ challenge: c, response: mod(w - this.secret * c, this.order) }) };
  }
}

export function written({ challenge, response }) {
  return { challenge: String(challenge), response: String(response) };
}

function joined({ alpha, beta }) {
  return `${alpha},${beta}`;
}

function sum(numbers) {
  return numbers.reduce((all, number) => all + number, 0);
}

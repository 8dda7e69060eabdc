// The voting page. Choices and credential never leave it: they are part of no form, a worker encrypts them, and the
// form that is sent holds the encrypted ballot alone. Bundle: built/vote.js; its worker: built/ballot-worker.js.
//
//   <div data-without-script> what to do without script: the paper ways. Shown until this script has started. </div>
//   <div data-ballot hidden data-election="URL of the election's JSON" data-worker="URL of built/ballot-worker.js"
//        data-… words, see below>
//     <div data-step="choose">
//       <fieldset data-question aria-describedby="…">   one for each question, in the election's order
//         <p data-error hidden id="…"></p>    <p data-count role="status"></p>, if it shall be said
//         <input type="checkbox" name="q0" value="0" autocomplete="off">   value: place of the answer, or "blank";
//                                             type="radio" where one at most may be chosen; in no <form>
//       </fieldset>
//       <p data-error="credential" hidden id="…"></p>
//       <input data-credential autocomplete="off" aria-describedby="…">    in no <form>
//       <p data-error="encrypt" role="alert" hidden></p>
//       <button type="button" data-encrypt>
//     </div>
//     <div data-step="work" hidden>  <h2 tabindex="-1">, <progress aria-label>, <p data-said role="status">  </div>
//     <div data-step="review" hidden>
//       <h2 tabindex="-1">   <dl data-chosen></dl>   <… data-tracker></…>   <button data-copy data-done>, if wished
//       <form method="post" action="where ballots go">  csrf token, <input type="hidden" name="ballot">,
//         <button type="button" data-change>  <button>  </form>
//     </div>
//   </div>
//
// Words: data-empty, data-character {found}, data-length {found}, data-checksum (of the credential); data-few {min},
// data-many {max}, data-counted {count} {max}; data-working {percent}; data-failed, data-unfit (the page shows other
// questions than the election); data-blank, data-none (how the review writes a blank vote, and nothing chosen).
// The credential may come behind # in the address (a code to scan on the voter's slip): no server is sent that part.
import { check, grouped } from "./ballot/credential.js";
import { boxOf, complain, compute, load, show, word } from "./ballot/page.js";

const box = boxOf("[data-ballot]");
if (box) start();

function start() {
  const credential = box.querySelector("[data-credential]");
  const cast = box.querySelector("form");
  let election = null; // its text
  const questions = () => (election ? JSON.parse(election).questions : null);

  credential.addEventListener("input", (event) => {
    const typing = credential.selectionStart === credential.value.length && !event.isComposing;
    if (typing) credential.value = grouped(credential.value);
    complain(box.querySelector("[data-error=credential]"), "", credential);
  });
  fill(credential);
  addEventListener("hashchange", () => fill(credential));
  fieldsets().forEach((fieldset, i) => {
    fieldset.addEventListener("change", ({ target }) => choose(fieldset, target, questions()?.[i]));
  });
  const loading = load(box.dataset.election).then((text) => {
    election = text;
  });
  loading.catch(() => {}); // said when it is needed

  box.querySelector("[data-encrypt]").addEventListener("click", async ({ currentTarget: button }) => {
    const problem = box.querySelector("[data-error=encrypt]");
    complain(problem, "");
    button.disabled = true;
    try {
      if (!election) await loading.catch(async () => (election = await load(box.dataset.election)));
      if (!fits(questions())) return complain(problem, word(box, "unfit"));
      if (!complete(questions(), credential)) return;
      show(box, "work");
      const answers = answered(questions());
      const made = await compute(box, "encrypt", election, check(credential.value).credential, answers);
      review(questions(), answers, made, cast);
    } catch {
      show(box, "choose");
      complain(problem, word(box, "failed"));
      problem.scrollIntoView({ block: "center" });
    } finally {
      button.disabled = false;
    }
  });

  box.querySelector("[data-change]").addEventListener("click", () => {
    cast.elements.ballot.value = "";
    show(box, "choose");
  });
  cast.addEventListener("submit", (event) => {
    if (!cast.elements.ballot.value) return event.preventDefault();
    box.querySelector("[data-step=choose]")?.remove();
    box.querySelector("[data-chosen]").replaceChildren();
  });
}

function fill(credential) {
  const found = check(location.hash.slice(1)).credential;
  if (!found) return;
  credential.value = found;
  history.replaceState(null, "", location.pathname + location.search); // it stays out of the history too
}

function fieldsets() {
  return [...box.querySelectorAll("[data-question]")];
}

function inputs(fieldset) {
  return [...fieldset.querySelectorAll("input[name]")];
}

function chosen(fieldset) {
  return inputs(fieldset).filter((input) => input.checked && input.value !== "blank");
}

/** A blank vote and names exclude each other; nobody ticks more than may be chosen. */
function choose(fieldset, input, question) {
  const others = inputs(fieldset).filter((other) => (input.value === "blank") !== (other.value === "blank"));
  if (input.checked) for (const other of others) other.checked = false;
  const tooMany = question && chosen(fieldset).length > question.max;
  if (tooMany) input.checked = false;
  complain(fieldset.querySelector("[data-error]"), tooMany ? word(box, "many", question) : "");
  const count = fieldset.querySelector("[data-count]");
  if (count && question) count.textContent = word(box, "counted", { count: chosen(fieldset).length, max: question.max });
}

/** Answers whether the page asks what the election asks. */
function fits(questions) {
  return questions.length === fieldsets().length && fieldsets().every((fieldset, i) => {
    const values = inputs(fieldset).map((input) => input.value).sort();
    const wanted = questions[i].answers.map((_, place) => String(place));
    if (questions[i].blank) wanted.push("blank");
    return values.join() === wanted.sort().join();
  });
}

/** Answers whether all is there that is needed; else says what is not, and leads to the first of it. */
function complete(questions, credential) {
  const wrong = [];
  fieldsets().forEach((fieldset, i) => {
    const blank = inputs(fieldset).some((input) => input.checked && input.value === "blank");
    const few = !blank && chosen(fieldset).length < questions[i].min;
    complain(fieldset.querySelector("[data-error]"), few ? word(box, "few", questions[i]) : "");
    if (few) wrong.push(inputs(fieldset)[0]);
  });
  const { problem, found } = check(credential.value);
  complain(box.querySelector("[data-error=credential]"), problem ? word(box, problem, { found }) : "", credential);
  if (problem) wrong.push(credential);
  wrong[0]?.focus();
  return !wrong.length;
}

function answered(questions) {
  return fieldsets().map((fieldset, i) => {
    const ticked = new Set(inputs(fieldset).filter((input) => input.checked).map((input) => input.value));
    const answers = questions[i].answers.map((_, place) => Number(ticked.has(String(place))));
    return questions[i].blank ? [Number(ticked.has("blank")), ...answers] : answers;
  });
}

/** Shows what was encrypted in the election's own words, not in the page's. */
function review(questions, answers, { ballot, tracker }, cast) {
  const lines = questions.flatMap((question, i) => {
    const names = question.answers.filter((_, place) => answers[i][place + Number(Boolean(question.blank))]);
    const blank = question.blank && answers[i][0];
    const said = names.length ? names : [word(box, blank ? "blank" : "none")];
    return [text("dt", question.question), ...said.map((name) => text("dd", name))];
  });
  box.querySelector("[data-chosen]").replaceChildren(...lines);
  box.querySelector("[data-tracker]").textContent = tracker;
  const copy = box.querySelector("[data-copy]");
  if (copy) copy.dataset.copy = tracker;
  cast.elements.ballot.value = ballot;
  show(box, "review");
}

function text(tag, content) {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}

// What the pages of voters and of trustees share: steps of which one shows, words that the page says, a worker.

/** Answers the box [selector] of the page with its steps, or null. The page says without script what else to do. */
export function boxOf(selector) {
  const box = document.querySelector(selector);
  if (!box || typeof BigInt === "undefined" || typeof Worker === "undefined") return null;
  if (box.querySelector("form input:not([type=hidden])")) throw new Error("a choice or key must not be part of a form");
  for (const other of document.querySelectorAll("[data-without-script]")) other.hidden = true;
  box.hidden = false;
  // whoever comes back finds a fresh page, not what they left
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  return box;
}

/** Shows one step; its heading takes the focus. */
export function show(box, name) {
  for (const step of box.querySelectorAll("[data-step]")) step.hidden = step.dataset.step !== name;
  const heading = box.querySelector(`[data-step=${name}] [tabindex="-1"]`);
  heading?.focus();
}

/** Answers the page's words for `name` (data-NAME), with {values} filled in. */
export function word(box, name, values = {}) {
  return (box.dataset[name] || "").replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Writes an error where it belongs and leads there; without a text takes it away. */
export function complain(place, text, field = null) {
  place.textContent = text;
  place.hidden = !text;
  field?.setAttribute("aria-invalid", text ? "true" : "false");
}

export async function load(url) {
  const answer = await fetch(url, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Error("load");
  return answer.text();
}

/** Lets the worker compute; meanwhile <progress> and [data-said] of the step "work" tell how far it is. */
export function compute(box, task, ...values) {
  const worker = new Worker(box.dataset.worker);
  const bar = box.querySelector("progress");
  const said = box.querySelector("[data-said]");
  bar.removeAttribute("value");
  let quarter = 0;
  return new Promise((resolve, reject) => {
    worker.addEventListener("error", () => reject(new Error("worker")));
    worker.addEventListener("message", ({ data }) => {
      if (data.result) return resolve(data.result);
      if (data.error) return reject(new Error(data.error));
      bar.max = data.total;
      bar.value = data.done;
      const reached = Math.floor((4 * data.done) / data.total);
      if (reached > quarter) said.textContent = word(box, "working", { percent: 25 * reached }); // read out four times
      quarter = reached;
    });
    worker.postMessage({ task, values });
  }).finally(() => worker.terminate());
}

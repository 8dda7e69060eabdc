/* global htmx: the build puts it in front */
// The script of every page. Pages work without it; it spares waiting, typing and losing.
import "./drafts.js";
import "./files.js";
import "./keyboard.js";
import "./place.js";
import { announce } from "./speak.js";

document.documentElement.classList.add("script");
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;

// htmx sends the token of the page's forms
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => announce(document.getElementById("words").dataset.failed));
}

// what stands behind the # of an address (a voting code) stays on this device: it goes along past the sign-in
if (location.hash) {
  for (const form of document.querySelectorAll("form[data-onward]")) form.action += location.hash;
}

// large type: at once, and remembered for a year; the form behind the switch does the same without script
const root = document.documentElement;
function remember(large) {
  document.cookie = `large=${large ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
}
const asked = new URLSearchParams(location.search).get("large");
if (asked !== null) remember(asked === "1");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-large]")) return;
  event.preventDefault();
  const large = root.classList.toggle("large");
  remember(large);
  for (const other of document.querySelectorAll("[data-large]")) {
    other.elements.on.value = large ? 0 : 1;
    other.querySelector("[data-label]").textContent = large ? other.dataset.standard : other.dataset.large;
  }
});

// a form is sent once; going back gives the button back
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.method !== "post" || button.dataset.again !== undefined) return;
  if (button.getAttribute("aria-busy") === "true") return event.preventDefault();
  button.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

// a choice that needs no button
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// copy
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: button.dataset.copy });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  announce(button.dataset.done);
});

// the error summary takes the focus
document.querySelector("[data-focus]")?.focus();

// On paper; for the board in the street ([data-print="notice"]) what else is printed on A4.
const posted = document.body.classList.contains("notice");
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (!button) return;
  document.body.classList.toggle("notice", button.dataset.print === "notice" || posted);
  window.print();
});

// what is folded on the screen is printed whole
addEventListener("beforeprint", () => document.querySelectorAll("details.earlier").forEach((d) => (d.open = true)));

// A part of a form that some answers make needless: [data-unless] names the field, [data-values] those answers.
for (const part of document.querySelectorAll("[data-unless]")) {
  const field = document.getElementById(part.dataset.unless);
  const needless = part.dataset.values.split(" ");
  const show = () => (part.hidden = needless.includes(field.value));
  field.addEventListener("change", show);
  show();
}

// A choice that somebody proposes: <button data-choose="field-id" value="…"> puts its value into the field.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose]");
  if (!button) return;
  event.preventDefault();
  const field = document.getElementById(button.dataset.choose);
  field.value = button.value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  field.focus();
});

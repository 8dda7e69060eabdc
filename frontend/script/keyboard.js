// In a list (data-list; each row data-row with a link and perhaps a checkbox): j and k move, x ticks, Enter opens.
// `/` goes to the search box. The switch [data-shortcuts] turns all of it off, remembered on this device (WCAG 2.1.4).
const switches = [...document.querySelectorAll("[data-shortcuts]")];
let on = true;
try {
  on = localStorage.getItem("shortcuts") !== "off";
} catch {
  // nothing kept: shortcuts stay on
}
show();

function show() {
  for (const button of switches) button.setAttribute("aria-pressed", on);
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-shortcuts]")) return;
  on = !on;
  localStorage.setItem("shortcuts", on ? "on" : "off");
  show();
});

// Escape closes the step one is in, and gives the focus back to its button; what was typed stays.
document.addEventListener("keydown", (event) => {
  const step = event.key === "Escape" && !event.isComposing && event.target.closest("details.step[open]");
  if (!step) return;
  step.open = false;
  step.querySelector("summary").focus();
});

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const act = { "/": search, j: () => move(1), k: () => move(-1), x: tick }[event.key];
  if (act && act()) event.preventDefault();
});

function search() {
  const box = document.querySelector("[data-search]");
  box?.focus();
  box?.select();
  return box;
}

const current = () => document.activeElement.closest("[data-row]");

function move(by) {
  const rows = [...document.querySelectorAll("[data-list] [data-row]")];
  const next = rows[current() ? rows.indexOf(current()) + by : 0];
  const link = next?.querySelector("a[href]");
  link?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return link;
}

function tick() {
  const box = current()?.querySelector("input[type=checkbox]");
  box?.click();
  return box;
}

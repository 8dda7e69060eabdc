// What somebody types into <form data-draft="name"> is kept on this device until it was accepted, for seven days.
// Accepted: the page after sending shows a message of success, or carries data-draft-done="name".
// Signing out (data-forget-drafts) forgets all of them.
// A draft belongs to the account that typed it; passwords, files and hidden fields are never kept.
const PREFIX = "draft:";
const WEEK = 7 * 24 * 3600 * 1000;
const key = (name) => `${PREFIX}${document.body.dataset.account || ""}:${name}`;
const SENT = "draft-sent";
const kept = () => Object.keys(localStorage).filter((k) => k.startsWith(PREFIX));

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && !field.readOnly,
  );
}

function save(form) {
  const values = {};
  for (const field of fields(form)) {
    if (["checkbox", "radio"].includes(field.type)) {
      values[field.name] ??= [];
      if (field.checked) values[field.name].push(field.value);
    } else values[field.name] = field.value;
  }
  localStorage.setItem(key(form.dataset.draft), JSON.stringify({ at: Date.now(), values }));
}

function read(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(key(name)));
    return draft && Date.now() - draft.at < WEEK ? draft : null;
  } catch {
    return null;
  }
}

function restore(form, draft) {
  let changed = false;
  for (const field of fields(form)) {
    const value = draft.values[field.name];
    if (value === undefined) continue;
    if (["checkbox", "radio"].includes(field.type)) {
      changed ||= field.checked !== value.includes(field.value);
      field.checked = value.includes(field.value);
    } else if (value && field.value !== value) {
      field.value = value;
      changed = true;
    }
  }
  return changed;
}

function note(form) {
  const box = document.getElementById("draft-note").content.firstElementChild.cloneNode(true);
  box.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(key(form.dataset.draft));
    form.reset();
    box.remove();
    fields(form)[0]?.focus();
  });
  form.prepend(box);
  form.closest("details")?.setAttribute("open", "");
}

try {
  for (const k of kept()) {
    if (!(Date.now() - JSON.parse(localStorage.getItem(k)).at < WEEK)) localStorage.removeItem(k);
  }
  const sent = sessionStorage.getItem(SENT);
  if (sent && document.querySelector("#messages .tone-success")) localStorage.removeItem(sent);
  for (const done of document.querySelectorAll("[data-draft-done]")) localStorage.removeItem(key(done.dataset.draftDone));
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const draft = read(form.dataset.draft);
    // a form that came back with errors holds what was sent: newer than the draft
    if (draft && !form.querySelector("[aria-invalid=true]") && restore(form, draft)) note(form);
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 300, form);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      save(form);
    });
  }
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-draft]")) sessionStorage.setItem(SENT, key(target.dataset.draft));
    else sessionStorage.removeItem(SENT);
  });
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) {
    form.addEventListener("submit", () => kept().forEach((k) => localStorage.removeItem(k)));
  }
} catch {
  // a browser that keeps nothing: the page works without
}

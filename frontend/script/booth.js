// The page of a station without a line. It holds the extract of the roll as the city's log signed it, verifies that
// before anybody is handed a ballot, and keeps what was marked on this machine. Bundle: built/booth.js, which the
// template writes into the page, for the page must work alone.
import { opened } from "./ballot/note.js";

const MOST_PROXIES = 3;
const at = (id) => document.getElementById(id);
const given = (id) => JSON.parse(at(id).textContent);
const words = given("words");

opened(given("extract"), given("vkey")).then(
  (found) => (found ? start(found) : refuse()),
  refuse,
);

function say(text, wrong = false) {
  at("said").textContent = text;
  at("said").className = wrong ? "wrong" : "";
}

function refuse() {
  say(words.changed, true);
}

function start({ text, hash }) {
  const roll = new Map(JSON.parse(text.split("\n")[1]).roll.map((row) => [row.number, row]));
  const place = `booth-${hash}`;
  const marks = JSON.parse(localStorage.getItem(place) || "[]");
  at("work").hidden = false;
  say(words.verified);
  draw(marks, roll);
  at("mark").addEventListener("submit", (event) => {
    event.preventDefault();
    const number = Number(at("number").value);
    const agent = at("agent").value ? Number(at("agent").value) : null;
    const wrong = why(roll, marks, number, agent);
    if (wrong) return say(words[wrong].replace("{name}", roll.get(number)?.name), true);
    marks.push({ number, at: now(), agent });
    localStorage.setItem(place, JSON.stringify(marks));
    at("mark").reset();
    at("number").focus();
    say(words.done.replace("{name}", roll.get(number).name));
    draw(marks, roll);
  });
  at("save").addEventListener("click", () => {
    const file = new Blob([JSON.stringify({ extract: hash, marks })], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `marks-${hash.slice(0, 8)}.json`;
    link.click();
  });
}

/** Answers the word that says why this ballot is not handed out, or "". */
function why(roll, marks, number, agent) {
  const row = roll.get(number);
  if (!row || (agent !== null && (!roll.has(agent) || agent === number))) return "nobody";
  if (row.voted) return "voted";
  if (marks.some((mark) => mark.number === number)) return "twice";
  if (agent === null) return "";
  const acts = roll.get(agent).acts; // null: an agent who may not be one
  if (acts === null) return "candidate";
  return acts + marks.filter((mark) => mark.agent === agent).length >= MOST_PROXIES ? "proxies" : "";
}

function draw(marks, roll) {
  at("count").textContent = marks.length;
  at("rows").replaceChildren(
    ...[...marks].reverse().map((mark) => {
      const row = document.createElement("tr");
      for (const text of [mark.number, roll.get(mark.number).name, mark.at.slice(11, 16)]) {
        row.appendChild(document.createElement("td")).textContent = text;
      }
      return row;
    }),
  );
}

/** Answers the time by this machine's clock, with its time zone. */
function now() {
  const date = new Date();
  const minutes = -date.getTimezoneOffset();
  const two = (n) => String(Math.abs(n)).padStart(2, "0");
  const local = new Date(date.getTime() + minutes * 60000).toISOString().slice(0, 19);
  return `${local}${minutes < 0 ? "-" : "+"}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}

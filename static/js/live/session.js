// A live session while it goes on: where it is, and what is left of its part, beside the talk that room.js follows.
//   [data-session][data-state][data-revision]   .session-stage in it   [data-until][data-left][data-up]: time that is left

import { exchange } from "./exchange.js";
import { Fresh } from "./fresh.js";
import { Hands } from "./hands.js";
import { Polls } from "./polls.js";
import { followQuestions } from "./questions.js";

const live = document.querySelector("[data-session]");
if (live) followSession(live);

function followSession(live) {
  const list = live.querySelector("ol.messages[data-room]");
  const take = (page) => {
    takeStage(live, page);
    questions?.bring(page);
  };
  const fresh = new Fresh({ take });
  new MutationObserver(() => (fresh.crowd = Number(list.dataset.present) || 1)).observe(list, { attributeFilter: ["data-present"] });
  const asked = live.querySelector(".session-questions");
  const words = live.querySelector("[data-room-words]");
  const questions = list && asked && words && followQuestions(asked, { room: Number(list.dataset.room), self: JSON.parse(words.dataset.self) });
  const hands = words && new Hands(live, { self: JSON.parse(words.dataset.self) });
  const asks = live.querySelector(".session-polls");
  const polls = asks && new Polls(asks);
  list?.addEventListener("room-event", ({ detail: event }) => {
    if (questions?.take(event)) fresh.ask(); // more want an answer to what this page does not draw
    if (polls?.take(event)) fresh.ask();
    if (hands?.take(event)) fresh.ask();
    if (event.kind === "poll" && asks.dataset.leads !== undefined) fresh.ask(); // buttons of who leads
    if (changesWhatIsAnnounced(live, event)) fresh.ask();
    if (event.kind !== "session" || event.d.revision <= Number(live.dataset.revision)) return;
    live.dataset.revision = event.d.revision;
    showPhase(live, event.d);
    fresh.ask(); // the rest differs by who looks
  });
  setInterval(() => showTimes(live), 5_000);
  showTimes(live);
}

// What was announced is a message, which is edited and removed like any other.
function changesWhatIsAnnounced(live, { kind, d }) {
  const announced = live.querySelector(".session-announced a")?.hash;
  return kind === "restored" || (["edited", "removed"].includes(kind) && announced === `#message-${d.id}`);
}

// At once, for all: which part comes now.
function showPhase(live, { phase }) {
  for (const part of live.querySelectorAll("[data-phase]")) {
    const number = Number(part.dataset.phase);
    part.toggleAttribute("aria-current", number === phase);
    if (number === phase) part.setAttribute("aria-current", "step");
    part.classList.toggle("is-done", phase !== null && number < phase);
  }
}

function takeStage(live, page) {
  const found = page.querySelector("[data-session]");
  if (!found || Number(found.dataset.revision) < Number(live.dataset.revision)) return;
  if (found.dataset.state !== live.dataset.state) takeWhoComes(live, page);
  Object.assign(live.dataset, { state: found.dataset.state, revision: found.dataset.revision });
  for (const mark of ["is-live", "is-open"]) live.classList.toggle(mark, found.classList.contains(mark));
  const [old, now] = [live, found].map((one) => one.querySelector(".session-stage"));
  const changed = [...old.querySelectorAll("input[id]:not([type=hidden]), select[id]")].filter(isChanged).map(({ id, value }) => [id, value]);
  const at = old.contains(document.activeElement) ? document.activeElement.id : "";
  exchange(old, now);
  takeHands(live, found);
  const chooses = [...live.querySelectorAll(".polls input")].some(
    ({ type, checked, defaultChecked, value, defaultValue }) => checked !== defaultChecked || (type === "text" && value !== defaultValue),
  );
  if (!chooses) exchange(...[live, found].map((one) => one.querySelector("[data-polls]")));
  for (const [id, value] of changed) putBack(document.getElementById(id), value);
  if (at) document.getElementById(at)?.focus({ preventScroll: true });
  showTimes(live);
}

// Once it is over nobody is asked any more whether they come, and what remains of it stands there.
function takeWhoComes(live, page) {
  const [old, now] = [document, page].map((one) => one.querySelector(".session-coming"));
  if (old && now) exchange(old, now);
  const remains = page.querySelector(".session-remains");
  if (remains && !document.querySelector(".session-remains")) live.before(document.importNode(remains, true));
}

// What somebody began to write or to choose stays theirs, whatever the page brings.
function isChanged(field) {
  if (field.localName !== "select") return field.value !== field.defaultValue;
  const options = [...field.options];
  const given = options.find((option) => option.defaultSelected) ?? options[0];
  return given !== undefined && field.value !== given.value;
}

function putBack(field, value) {
  if (!field) return;
  if (field.localName !== "select") field.value = value;
  else if ([...field.options].some((option) => option.value === value)) field.value = value;
}

// There are hands while it is live, and none otherwise.
function takeHands(live, found) {
  const [old, now] = [live, found].map((one) => one.querySelector(".session-hands"));
  if (old && now) exchange(old, now);
  else if (old) old.remove();
  else if (now) live.querySelector(".session-asks").prepend(document.importNode(now, true));
}

function showTimes(live) {
  for (const left of live.querySelectorAll("[data-until]")) {
    const minutes = Math.ceil((Date.parse(left.dataset.until) - Date.now()) / 60_000);
    left.textContent = minutes > 0 ? left.dataset.left.replace("%s", minutes) : left.dataset.up;
    left.classList.toggle("is-up", minutes <= 0);
  }
}

// The messages of a room as they stand in the page. What differs per reader is fetched when it is looked for.
//   const lines = new Lines(list, { words, self, mayWrite })   self: who looks, as events say it
//   lines.add(event)   lines.happened(event)   lines.change(event)   lines.pend(line)   lines.fail(cid, say)   lines.settle(cid)

import { fragment, linkButton } from "../elements.js";
import { dayOf } from "./clock.js";
import { body, dayLine, foot, header } from "./drawing.js";
import { Moments } from "./moments.js";
import { goesOn, saidAt } from "./runs.js";

const atOnce = 1_500; // milliseconds within which readers fetch what they may see, not all in one moment

export class Lines {
  #list;
  #words;
  #self;
  #mayWrite;
  #moments;
  #pending = new Map(); // cid → <li>

  constructor(list, { words, self, mayWrite }) {
    this.#list = list;
    this.#words = words;
    this.#self = self;
    this.#mayWrite = mayWrite;
    this.#moments = new Moments(list);
    for (const kind of ["pointerover", "focusin"]) {
      list.addEventListener(kind, (happening) => this.#look(happening.target.closest("li.message[data-bare]")));
    }
  }

  get last() {
    let row = this.#list.lastElementChild;
    while (row && !row.matches("li.message[data-seq]")) row = row.previousElementSibling;
    return row;
  }

  of(id) {
    return document.getElementById(`message-${id}`);
  }

  add(event) {
    const { d: said } = event;
    if (said.removed || this.of(said.id)) return this.settle(event.cid);
    const isNewDay = this.#isNewDay(event.at);
    const isApart = isNewDay || this.last?.nextElementSibling?.matches(".is-moment");
    const isRun = !isApart && goesOn(this.last, { author: said.author.id, at: event.at });
    const own = this.#pending.get(event.cid);
    const line = own ?? document.createElement("li");
    this.#pending.delete(event.cid);
    line.className = "message";
    line.tabIndex = -1;
    line.id = `message-${said.id}`;
    Object.assign(line.dataset, { message: said.id, seq: event.seq, revision: 1, author: said.author.id, bare: "" });
    line.classList.toggle("is-own", said.author.id === this.#self.id);
    line.classList.toggle("is-run", isRun);
    const there = `?at=${event.seq}#message-${said.id}`;
    const top = header(said.author, event.at, there);
    for (const mark of this.#moments.marks(event.at)) top.append(" ", mark);
    line.replaceChildren(...this.#answers(said.reply_to), top, body(said.html), this.#foot(event));
    if (isNewDay) this.#insert(dayLine(event.at));
    this.#insert(line);
    this.#drawPending();
    if (said.html.includes(`href="${location.origin}/`) || said.html.includes('href="/')) {
      setTimeout(() => this.#look(line), Math.random() * atOnce);
    }
    return line;
  }

  // What became of the session in which it is said.
  happened(event) {
    for (const line of this.#moments.lines(event)) this.#insert(line);
    this.#drawPending();
  }

  change(event) {
    const line = this.of(event.d.id);
    if (!line) return;
    if (event.kind === "edited") {
      line.querySelector(".prose")?.replaceChildren(fragment(event.d.html));
      line.dataset.revision = event.d.revision;
    }
    if (event.kind === "removed") line.querySelector(".prose")?.replaceChildren();
    line.dataset.bare = "";
    setTimeout(() => this.#look(line), Math.random() * atOnce);
  }

  pend(line) {
    const row = this.#pending.get(line.cid) ?? document.createElement("li");
    row.className = "message is-own is-pending";
    const said = document.createElement("div");
    said.className = "prose is-compact";
    said.textContent = [line.words ?? line.body, ...(line.files ?? [])].filter(Boolean).join("\n"); // as it was typed: the server lays it out
    const mark = document.createElement("p");
    mark.className = "message-mark";
    mark.setAttribute("role", "status");
    mark.textContent = this.#words.pending;
    row.replaceChildren(header(this.#self, line.at), said, mark);
    this.#pending.set(line.cid, row);
    this.#list.append(row);
    this.#drawPending();
    return row;
  }

  fail(cid, say, { again, edit, discard, isSeen = false }) {
    const row = this.#pending.get(cid);
    if (!row) return;
    row.classList.add("is-failed");
    const mark = row.querySelector(".message-mark");
    mark.setAttribute("role", "alert");
    const acts = [[isSeen ? this.#words.nobody : this.#words.again, again], [this.#words.edit, edit], [this.#words.discard, discard]];
    const choices = acts.filter(([, act]) => act).map(([words, act]) => linkButton(words, act));
    mark.replaceChildren(say, ...choices.flatMap((each) => [" ", each]));
  }

  settle(cid) {
    this.#pending.get(cid)?.remove();
    this.#pending.delete(cid);
    this.#drawPending();
    return null;
  }

  #insert(line) {
    const first = this.#pending.values().next().value;
    if (first && first !== line) first.before(line);
    else this.#list.append(line);
  }

  #isNewDay(at) {
    const before = saidAt(this.last);
    return Number.isNaN(before) || dayOf(before) !== dayOf(at);
  }

  // What waits stands under its own name, unless one has said what stands before.
  #drawPending() {
    let before = Number(this.last?.dataset.author);
    for (const row of this.#pending.values()) {
      row.classList.toggle("is-run", before === this.#self.id);
      before = this.#self.id;
    }
  }

  #foot({ seq, d: { id } }) {
    const reply = this.#mayWrite ? `?at=${seq}&reply=${id}#say` : "";
    return foot({ reply, acts: `${this.#words.messages}${id}/acts/`, words: this.#words });
  }

  #answers(answered) {
    if (!answered) return [];
    const link = document.createElement("a");
    link.className = "message-answers";
    link.href = `#message-${answered.id}`;
    const to = this.of(answered.id);
    link.textContent = to ? `${to.querySelector(".who")?.textContent ?? ""} ${to.querySelector(".prose")?.textContent.trim().slice(0, 80) ?? ""}` : this.#words.earlier;
    return [link];
  }

  // The message as this reader sees it: reactions, what may be done with it, cards of what it links to.
  async #look(line) {
    if (!line || !("bare" in line.dataset) || line.dataset.bare === "asked") return;
    line.dataset.bare = "asked";
    const address = `${this.#words.messages}${line.dataset.message}/`;
    const response = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
    if (!response?.ok) {
      line.dataset.bare = "";
      return;
    }
    const fresh = fragment(await response.text()).querySelector("li.message");
    if (!fresh || !line.isConnected) return;
    if (line.querySelector("details.menu[open]")) {
      line.dataset.bare = ""; // not under somebody's finger
      return;
    }
    const isRun = line.classList.contains("is-run");
    line.className = fresh.className;
    line.classList.toggle("is-run", isRun);
    line.dataset.revision = fresh.dataset.revision;
    line.replaceChildren(...fresh.childNodes);
    delete line.dataset.bare;
  }
}

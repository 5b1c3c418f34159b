// What is asked in a live session while one looks: questions come, change and go, votes are summed, one votes and asks.
//   .session-questions: ol[data-waiting][data-most], ol[data-settled], template[data-blank], form[data-ask]
//   li[data-question][data-state] with [data-words], [data-asker], [data-votes], [data-vote], [data-label], …

import { connect } from "./connection.js";

const waits = new Set(["open", "taken"]);
const gone = new Set(["gone", "merged"]);

export function followQuestions(section, { room, self }) {
  const questions = new Questions(section, { room, self });
  questions.begin();
  return questions;
}

class Questions {
  #own = new Set(); // asked here without a name
  #wanted = new Map(); // id → votes with which the page was asked for what it does not draw: in vain, where it still does not

  constructor(section, { room, self }) {
    this.section = section;
    this.room = room;
    this.self = self;
    this.blank = section.querySelector("template[data-blank]");
    this.waiting = section.querySelector("ol[data-waiting]");
    this.settled = section.querySelector("ol[data-settled]");
    this.form = section.querySelector("form[data-ask]");
  }

  begin() {
    document.addEventListener("submit", (event) => this.#vote(event));
    this.form?.addEventListener("submit", (event) => this.#ask(event));
  }

  // Whether the page has to be asked for a question that belongs among those that it draws.
  take({ kind, d }) {
    if (kind === "sums") return this.#sum(d.questions ?? {});
    if (kind !== "asked" && kind !== "question") return false;
    const isUnknown = kind === "question" && !this.of(d.id) && Number(this.settled.dataset.moreSettled) > 0;
    this.#put(d);
    return isUnknown; // one of those that are counted as settled, or of those that wait
  }

  // What the server draws now and this page does not have.
  bring(page) {
    for (const row of page.querySelectorAll(".session-questions ol[data-waiting] > li")) {
      if (!this.of(row.dataset.question)) this.waiting.append(document.importNode(row, true));
    }
    const [old, now] = [this.section, page].map((one) => one.querySelector("[data-more]"));
    if (now) old.replaceWith(document.importNode(now, true));
    const number = page.querySelector(".session-questions [data-settled-number]")?.textContent;
    if (number) this.settled.dataset.moreSettled = Math.max(0, Number(number) - this.settled.children.length);
    this.#count();
    this.#order();
  }

  of(id) {
    return this.section.querySelector(`li[data-question="${id}"]`);
  }

  #sum(sums) {
    const undrawn = Object.entries(sums).filter(([id, votes]) => {
      const row = this.of(id);
      if (row) row.querySelector("[data-votes]").textContent = votes;
      return !row;
    });
    const fewest = this.#fewest();
    const missing = undrawn.filter(([id, votes]) => votes > fewest && this.#wanted.get(id) !== votes);
    for (const [id, votes] of missing) this.#wanted.set(id, votes);
    this.#order();
    return missing.length > 0;
  }

  // More votes than this bring a question among those that the server draws. What the page has besides (one's own, what
  // was asked while one looks) stands below them and says nothing of it.
  #fewest() {
    if (this.section.querySelector("[data-more]").hidden) return Infinity;
    const last = this.#sorted()[Number(this.waiting.dataset.most) - 1];
    if (!last) return -1;
    return rank(last) === rank() ? votesOf(last) : Infinity;
  }

  #put(said) {
    const old = this.of(said.id);
    if (gone.has(said.state)) this.#drop(old, said.id);
    else this.#fill(old ?? this.#drawn(said.id), said);
    this.#count();
    this.#order();
  }

  // One's own is nobody's to report: it is one's own still where it comes back.
  #drop(row, id) {
    if (row && !row.querySelector("[data-report]")) this.#own.add(id);
    row?.remove();
  }

  #count() {
    const number = this.settled.children.length + Number(this.settled.dataset.moreSettled);
    this.section.querySelector("[data-settled-around]").hidden = !number;
    this.section.querySelector("[data-settled-number]").textContent = number;
    this.section.querySelector("[data-nothing-asked]").hidden = number + this.waiting.children.length > 0;
  }

  // As the server draws it for this reader, with the id in place of a 0.
  #drawn(id) {
    const row = this.blank.content.querySelector("li").cloneNode(true);
    row.id = `question-${id}`;
    row.dataset.question = id;
    for (const name of ["formaction", "action", "href"]) {
      for (const part of row.querySelectorAll(`[${name}]`)) {
        part.setAttribute(name, part.getAttribute(name).replace("/questions/0/", `/questions/${id}/`));
      }
    }
    return row;
  }

  #fill(row, said) {
    const part = (name) => row.querySelector(`[data-${name}]`);
    const isOwn = said.author?.id === this.self.id || this.#own.has(said.id);
    row.dataset.state = said.state;
    row.classList.toggle("is-pinned", said.pinned);
    part("words").textContent = said.words;
    if (said.author) part("asker").textContent = said.author.name;
    else if (!part("asker").textContent.trim()) part("asker").textContent = this.blank.dataset.nameless;
    part("label").textContent = this.blank.dataset[said.state] ?? "";
    part("label").hidden = said.state === "open";
    part("pinned").hidden = !said.pinned;
    part("reason").textContent = said.reason;
    part("reason").hidden = !said.reason;
    part("answer").hidden = !said.answer;
    if (said.answer) part("answer").href = `#message-${said.answer}`;
    part("votes").textContent = said.votes;
    if (isOwn) part("report")?.remove();
    if (isOwn) part("vote")?.replaceWith(plain(part("vote")));
    part("vote")?.toggleAttribute("disabled", !waits.has(said.state));
    for (const seen of row.querySelectorAll("input[name=seen]")) seen.value = said.state;
    for (const button of row.querySelectorAll("[data-when]")) button.hidden = !button.dataset.when.split(" ").includes(said.state);
    for (const button of row.querySelectorAll("[data-when-pinned]")) button.hidden = (button.dataset.whenPinned === "yes") !== said.pinned;
    const list = waits.has(said.state) ? this.waiting : this.settled;
    if (row.parentElement !== list) list.append(row);
  }

  // Not while somebody is at it: what one is about to press stays where it is.
  #order() {
    if (this.waiting.matches(":hover, :focus-within")) return;
    const sorted = this.#sorted();
    if ([...this.waiting.children].some((row, at) => row !== sorted[at])) this.waiting.append(...sorted);
  }

  #sorted() {
    const before = (one, other) => rank(one) - rank(other) || votesOf(other) - votesOf(one) || one.dataset.question - other.dataset.question;
    return [...this.waiting.children].toSorted(before);
  }

  // By the socket; where that is away, as without script.
  #vote(event) {
    const button = event.submitter?.closest("[data-vote]");
    const connection = connect();
    if (!button || !this.section.contains(button) || !connection.isLive) return;
    event.preventDefault();
    const wanted = button.getAttribute("aria-pressed") !== "true";
    this.#press(button, wanted);
    const target = Number(button.closest("[data-question]").dataset.question);
    const act = { room: this.room, cid: crypto.randomUUID(), op: wanted ? "vote" : "unvote", target, data: {} };
    connection.ask("act", act).catch(({ say }) => {
      this.#press(button, !wanted);
      this.#refuse(say ?? "");
    });
  }

  #press(button, wanted) {
    const shown = button.querySelector("[data-votes]");
    const path = button.getAttribute("formaction").replace(/remove\/$/, "");
    button.setAttribute("aria-pressed", String(wanted));
    button.setAttribute("formaction", wanted ? `${path}remove/` : path);
    button.closest("[data-question]").classList.toggle("is-voted", wanted);
    shown.textContent = Math.max(0, Number(shown.textContent) + (wanted ? 1 : -1));
  }

  async #ask(event) {
    event.preventDefault();
    const { form } = this;
    if (form.dataset.busy) return;
    form.dataset.busy = "true";
    const headers = { accept: "application/json" };
    const response = await fetch(form.action, { method: "POST", headers, body: new FormData(form) }).catch(() => null);
    delete form.dataset.busy;
    const answer = await response?.json().catch(() => null);
    if (!answer || "seen" in answer) return form.submit(); // a page says, or asks, what has to be said or asked
    if (!response.ok) return this.#refuse(answer.say);
    this.#refuse("");
    this.#own.add(answer.id);
    const own = this.of(answer.id)?.querySelector("[data-vote]");
    own?.replaceWith(plain(own));
    form.reset();
    form.elements.question.value = "";
    form.elements.client_id.value = crypto.randomUUID();
  }

  #refuse(say) {
    const place = this.form?.querySelector("[data-ask-refused]");
    if (!place) return;
    place.textContent = say;
    place.hidden = !say;
  }
}

// As forum.gatherings.selectors.questions orders them: what is being answered, what is pinned, all others.
function rank(row) {
  if (row?.dataset.state === "taken") return 0;
  return row?.classList.contains("is-pinned") ? 1 : 2;
}

function votesOf(row) {
  return Number(row.querySelector("[data-votes]").textContent);
}

// The sum, without what votes.
function plain(button) {
  const made = document.createElement("span");
  made.className = button.className;
  made.append(...[...button.childNodes].filter((node) => node.matches?.("[data-votes]")));
  return made;
}

// Saying something: the line stands in the page at once, lies in the outbox, and is sent until it has arrived.
//   const saying = new Saying({ form, room, connection, outbox, lines, words })   saying.arrived(cid)   saying.allow(rights)
//   saying.resume()   what the outbox holds is sent, but for what was refused or is old: that is asked first

import { Tray } from "./files.js";

const later = 3_000; // milliseconds, while the socket stands and no answer comes
const mostAge = 12 * 3600_000; // a line that waited longer may say what is true no longer

export class Saying {
  #form;
  #room;
  #connection;
  #outbox;
  #lines;
  #words;
  #tray;
  #mayWrite = true;
  #goesOnceThere = false; // sent as soon as the files are there
  #waiting = new Map(); // cid → line, in the order of writing
  #isSending = false;
  #byPages = false; // no socket comes through, pages do

  constructor({ form, room, connection, outbox, lines, words }) {
    this.#form = form;
    this.#room = room;
    this.#connection = connection;
    this.#outbox = outbox;
    this.#lines = lines;
    this.#words = words;
    this.#tray = new Tray(form);
    this.#tray.settled(() => this.#filesSettled());
    form.addEventListener("submit", (happening) => {
      happening.preventDefault();
      this.#say();
    });
    form.elements.text.addEventListener("keydown", (happening) => {
      const isEnter = happening.key === "Enter" && !happening.shiftKey && !happening.isComposing;
      if (!isEnter || happening.defaultPrevented || matchMedia("(pointer: coarse)").matches) return;
      happening.preventDefault();
      this.#say();
    });
    connection.onState(({ state }) => {
      if (state === "ended") return this.allow({ may: [], say: this.#words.ended });
      if (state !== "live") return this.allow({ may: ["write"] }); // who knows? The server, which is asked when it is sent
      this.#byPages = false;
      this.#sendAll();
    });
  }

  // Pages come through: what is said goes the way of the form until a socket does. True where something went.
  async goByPages() {
    this.#byPages = true;
    const before = this.#waiting.size;
    await this.#sendAll();
    return this.#waiting.size < before;
  }

  async resume() {
    for (const line of await this.#outbox.of(this.#room)) {
      this.#waiting.set(line.cid, line);
      this.#lines.pend(line);
      if (!line.refused && Date.now() - line.at > mostAge) line.refused = this.#words.old;
      if (line.refused) this.#failed(line, line.refused);
    }
    this.#sendAll();
  }

  arrived(cid) {
    if (!this.#waiting.delete(cid)) return;
    this.#outbox.drop(cid);
  }

  // What one may do here has changed, or is as it was: { may, say }. What is written stays where it is.
  allow({ may, say, slow }) {
    this.#mayWrite = may.includes("write");
    const refused = this.#form.querySelector("[data-say-refused]");
    refused.hidden = this.#mayWrite;
    refused.textContent = this.#mayWrite ? "" : say;
    this.#form.querySelector("button:not([type])").disabled = !this.#mayWrite;
    if (slow !== undefined) this.#slow(slow);
    if (this.#mayWrite) this.#filesSettled();
  }

  #slow(seconds) {
    const place = this.#form.querySelector("[data-slow]");
    place.hidden = !seconds;
    place.textContent = seconds === 1 ? place.dataset.slow : place.dataset.slower.replace("%s", seconds);
  }

  async #say() {
    if (!this.#mayWrite) return;
    const { text, reply_to: answered } = this.#form.elements;
    if (this.#tray.areUnderWay) {
      this.#goesOnceThere = true;
      return this.#tray.say("sent-once-attached");
    }
    if (this.#tray.haveFailed) return this.#tray.say("not-all-attached");
    const words = text.value.trim();
    const files = this.#tray.take();
    const body = [words, ...files.map(({ markdown }) => markdown)].filter(Boolean).join("\n\n");
    if (!body) return text.focus();
    this.#tray.say("");
    const line = { cid: crypto.randomUUID(), room: this.#room, body, words, files: files.map(({ name }) => name), replyTo: Number(answered.value) || null, at: Date.now() };
    this.#waiting.set(line.cid, line);
    this.#form.reset(); // at once: what is typed from now on belongs to the next line
    text.value = "";
    answered.value = "";
    this.#form.querySelector("[data-say-answers]").hidden = true;
    text.focus();
    this.#lines.pend(line).scrollIntoView({ block: "end" });
    await this.#keep(line);
    this.#form.dispatchEvent(new Event("change")); // only now: whoever leaves the page at once finds the words again
    this.#sendAll();
  }

  #keep(line, more = {}) {
    return this.#outbox.put(Object.assign(line, more)).catch(() => null); // a full disk: it lives as long as the page
  }

  #filesSettled() {
    if (!this.#goesOnceThere || this.#tray.areUnderWay || !this.#mayWrite) return;
    this.#goesOnceThere = false;
    this.#say();
  }

  // One after another, so that lines arrive in the order in which they were written.
  async #sendAll() {
    if (this.#isSending || !(this.#connection.isLive || this.#byPages)) return;
    this.#isSending = true;
    for (const line of this.#waiting.values()) { // those too that are written meanwhile
      if (line.refused) continue;
      const goesOn = await this.#send(line);
      if (!goesOn) break;
    }
    this.#isSending = false;
  }

  async #send(line) {
    try {
      await this.#ask(line);
      this.arrived(line.cid);
      return true;
    } catch (problem) {
      const isLost = problem.code === "away" || problem.code === "late"; // sent again with the same name it is the same line
      if (isLost && this.#connection.isLive) setTimeout(() => this.#sendAll(), later);
      if (isLost) return false;
      if (problem.retry) setTimeout(() => this.#sendAll(), problem.retry * 1000);
      else this.#keep(line, { refused: problem.say, seen: problem.seen ?? "" });
      this.#failed(line, problem.say);
      return !problem.retry;
    }
  }

  #ask(line) {
    if (!this.#connection.isLive) return posted(this.#form, line);
    return this.#connection.ask("send", { room: line.room, cid: line.cid, body: line.body, reply_to: line.replyTo, cleared: line.cleared ?? "" });
  }

  #failed(line, say) {
    this.#lines.fail(line.cid, say, {
      isSeen: Boolean(line.seen),
      again: () => {
        this.#keep(line, { refused: "", at: Date.now(), cleared: line.seen ?? "" });
        this.#lines.pend(line);
        this.#sendAll();
      },
      edit: () => {
        this.#drop(line);
        const { text } = this.#form.elements;
        text.value = [line.body, text.value].filter((words) => words.trim()).join("\n\n");
        text.focus();
        this.#form.dispatchEvent(new Event("change"));
      },
      discard: () => this.#drop(line),
    });
  }

  #drop(line) {
    this.arrived(line.cid);
    this.#lines.settle(line.cid);
  }
}

// The same name means the same line, whichever way it goes. Rejects as the socket does.
async function posted(form, { cid, body, replyTo, cleared }) {
  const facts = { client_id: cid, text: body, reply_to: replyTo ?? "", cleared: cleared ?? "", csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value };
  const headers = { accept: "application/json" };
  const response = await fetch(form.action, { method: "POST", headers, body: new URLSearchParams(facts) }).catch(() => null);
  const told = await response?.json().catch(() => null);
  if (response?.status === 201 && told) return told;
  if (!told?.say || response.status >= 500) throw { code: "away" };
  throw { code: "refused", say: told.say, seen: told.seen, retry: Number(response.headers.get("Retry-After")) || 0 };
}

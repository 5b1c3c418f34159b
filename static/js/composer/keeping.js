// Keeps what is typed: in this browser at every key, on the server when the typing pauses; after a crash the newer comes back.

import { dayAndTimeOf, sentenceOf, timeOf } from "./composer.js";
import { Shelf } from "./shelf.js";
import { answerNumber } from "./answering.js";
import { offerVersions } from "./versions.js";

const pause = 3000; // milliseconds without a key before the server is asked
const longest = 15_000; // and at the latest after so many
const mostInPassing = 60_000; // bytes that a browser sends after a page is gone

export function keepWords(composer) {
  const keeper = new Keeper(composer);
  keeper.begin();
  return keeper;
}

class Keeper {
  constructor(composer) {
    this.composer = composer;
    this.shelf = new Shelf(composer.form.dataset.person, composer.place);
    this.record = null;
    this.base = composer.form.dataset.keptAt;
    this.isOver = false;
    this.timer = 0;
    this.since = 0;
    this.underWay = Promise.resolve();
  }

  begin() {
    const { form } = this.composer;
    this.restore();
    form.addEventListener("input", (event) => {
      if (event.target === this.composer.text || event.target === this.composer.title) this.note();
    });
    form.addEventListener("composer:parent", () => this.note());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.saveInPassing();
    });
    addEventListener("pagehide", () => this.saveInPassing());
  }

  // What stands in the page is a version, and so is what this browser kept; the newer is shown, the other one offered.
  restore() {
    const { composer } = this;
    const page = { text: composer.text.defaultValue, title: composer.title?.defaultValue ?? "" };
    const kept = this.shelf.read();
    const hasFailed = Boolean(composer.form.querySelector("#composer-error"));
    if (hasFailed) { this.note(); return; }
    if (!kept || !(kept.text.trim() || kept.title.trim())) { this.offerDraft(page); return; }
    if (kept.revision !== composer.revision) {
      offerVersions(composer, kept, composer.say("two-versions", { time: dayAndTimeOf(kept.at) }), "show-other");
    } else if (kept.text === page.text && kept.title === page.title) {
      this.record = kept;
      this.offerDraft(page);
    } else if (!kept.isUnsaved) {
      this.shelf.clear(); // the server had these words; what it says now is newer, or they were sent
      this.offerDraft(page);
    } else if (this.base && this.base !== kept.base && Date.parse(this.base) > kept.at) {
      offerVersions(composer, kept, composer.say("two-versions", { time: dayAndTimeOf(kept.at) }), "show-other");
    } else {
      this.bringBack(kept, page);
    }
  }

  bringBack(kept, page) {
    const { composer } = this;
    const isQuote = new URLSearchParams(location.search).has("quote") && page.text && !this.base;
    composer.fill(isQuote ? { ...kept, text: `${kept.text.trimEnd()}\n\n${page.text}` } : kept);
    this.record = kept;
    // The words go where they were meant to go, and the line above them says so, unless the address asks for another post.
    if (!new URLSearchParams(location.search).has("reply")) answerNumber(composer, Number(kept.parent) || 0);
    this.schedule();
    if (!isQuote) offerVersions(composer, page, composer.say("restored", { time: dayAndTimeOf(kept.at) }), "discard");
  }

  offerDraft(page) {
    const { composer } = this;
    if (!this.base || !page.text) return;
    const sentence = composer.say("restored", { time: dayAndTimeOf(Date.parse(this.base)) });
    const isEdit = /^(held)?post:/.test(composer.place);
    offerVersions(composer, { text: "", title: "" }, sentence, "discard", isEdit ? () => this.dropAndReload() : null);
  }

  async dropAndReload() {
    this.shelf.clear();
    this.isOver = true;
    await this.composer.post(this.composer.form.dataset.draftUrl, { place: this.composer.place, text: "" });
    location.reload();
  }

  note() {
    if (this.isOver) return;
    const { text, title, parent } = this.composer.words;
    const attempt = this.record?.attempt;
    const { revision } = this.composer;
    this.record = { text, title, parent, revision, at: Date.now(), base: this.base, isUnsaved: true, attempt };
    this.shelf.write(this.record);
    this.schedule();
  }

  schedule() {
    if (!this.composer.form.dataset.draftUrl) return;
    this.since ||= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.min(pause, Math.max(this.since + longest - Date.now(), 0)));
  }

  save() {
    clearTimeout(this.timer);
    this.since = 0;
    this.underWay = this.underWay.then(() => this.store());
    return this.underWay;
  }

  async store() {
    if (this.isOver || !this.record?.isUnsaved) return;
    const { composer, record } = this;
    const moment = timeOf(Date.now());
    try {
      const response = await composer.post(composer.form.dataset.draftUrl, this.fields(record), {
        signal: AbortSignal.timeout(20_000),
      });
      if (response.ok) this.stored(record, await response.json(), moment);
      else composer.status(composer.say("not-kept", { reason: await sentenceOf(response) || response.status }));
    } catch {
      composer.status(composer.say("kept-here", { time: moment }));
      this.schedule();
    }
  }

  stored(record, answer, moment) {
    this.base = answer.kept_at ?? "";
    if (this.record !== record) {
      this.record.base = this.base; // typed on meanwhile
    } else {
      record.base = this.base;
      record.isUnsaved = false;
    }
    this.composer.note(answer.kept_at ? this.composer.say("kept", { time: moment }) : "");
    if (this.isOver) return;
    if (this.record.isUnsaved || this.record.attempt) this.shelf.write(this.record);
    else this.shelf.clear();
  }

  fields({ text, title, parent, revision }) {
    return { place: this.composer.place, text, title, parent, revision: revision ?? "" };
  }

  saveInPassing() {
    if (this.isOver || !this.record?.isUnsaved || !this.composer.form.dataset.draftUrl) return;
    const fields = this.fields(this.record);
    if (new TextEncoder().encode(new URLSearchParams(fields)).length > mostInPassing) return; // this browser has them
    const { record } = this;
    const moment = timeOf(Date.now());
    const request = this.composer.post(this.composer.form.dataset.draftUrl, fields, { keepalive: true })
      .then(async (response) => { if (response.ok) this.stored(record, await response.json(), moment); })
      .catch(() => { /* This browser has them. */ });
    this.underWay = this.underWay.then(() => request);
  }

  // Sending begins: nothing is saved beside it, so that no draft of what was sent stays behind.
  async pauseForSending() {
    clearTimeout(this.timer);
    this.isOver = true;
    await this.underWay;
  }

  // Sending failed; `attempt` is {key, words} where it is not known whether it arrived.
  resume(attempt) {
    this.isOver = false;
    this.record = { ...this.record, attempt };
    this.note();
  }

  get attempt() { return this.record?.attempt ?? this.shelf.read()?.attempt ?? null; }

  // The words are a post now.
  forget() {
    this.isOver = true;
    clearTimeout(this.timer);
    this.shelf.clear();
  }
}

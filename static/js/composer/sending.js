// Sends the post from where it was written, so that a failure leaves everything in place and a second try makes one post.

import { sentenceOf } from "./composer.js";

const patience = 30_000; // milliseconds until no answer counts as none

export function send(composer, words, files) {
  const sender = new Sender(composer, words, files);
  sender.begin();
}

class Sender {
  constructor(composer, words, files) {
    this.composer = composer;
    this.words = words;
    this.files = files;
    this.isSending = false;
    this.button = composer.form.querySelector("[data-composer-send]");
  }

  begin() {
    const { form, text } = this.composer;
    this.settleKey();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.isSending) this.submit();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit(this.button);
    });
    text.addEventListener("input", () => {
      this.composer.complain("");
      this.composer.ask(null); // other words are asked about anew
    });
  }

  // The same words go under the same key, so that sending them twice makes one post; other words are another post.
  // A key that came with the page is not used: a page that the browser kept may hold one that was used before.
  settleKey() {
    const attempt = this.words.attempt;
    const isSame = attempt && attempt.words === this.fingerprint();
    this.composer.form.elements.client_key.value = isSame ? attempt.key : freshKey();
  }

  fingerprint() { return JSON.stringify(this.composer.words); }

  async submit() {
    const { composer } = this;
    if (this.files.areUnderWay) { composer.complain(composer.say("waiting")); return; }
    composer.complain("");
    this.settleKey();
    this.show(true);
    await this.words.pauseForSending();
    const attempt = { key: composer.form.elements.client_key.value, words: this.fingerprint() };
    try {
      const response = await this.post();
      if (await this.settle(response)) return;
      this.words.resume(response.status >= 500 ? attempt : null);
    } catch {
      this.words.resume(attempt);
      composer.complain(composer.say("no-answer"));
    }
    this.show(false);
  }

  post() {
    const { form } = this.composer;
    const data = new FormData(form);
    data.delete("files"); // they were attached as they came
    return fetch(form.getAttribute("action"), {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(patience),
    });
  }

  // True where the page is being left.
  async settle(response) {
    const { composer } = this;
    if (response.ok && response.redirected) {
      const url = new URL(response.url);
      if (!url.pathname.startsWith("/accounts/")) this.finish();
      leaveFor(url);
      return true;
    }
    const sentence = await sentenceOf(response.clone());
    if (sentence) { composer.complain(sentence); return false; }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const said = page.querySelector("#composer-error")?.textContent;
    if (response.status === 409 || (response.status < 500 && !said && !page.querySelector(".composer .fields"))) {
      composer.form.submit(); // a page of its own says more; the same key goes with it
      return true;
    }
    composer.ask(page.querySelector("[data-question]"));
    composer.complain(said || (response.status >= 500 ? composer.say("broken") : ""));
    this.takeFields(page);
    return false;
  }

  // The title and its kin, with what is wrong with them beside each.
  takeFields(page) {
    const theirs = page.querySelector(".composer .fields");
    const ours = this.composer.form.querySelector(".fields");
    if (!theirs || !ours) return;
    ours.replaceWith(document.adoptNode(theirs));
    this.composer.form.querySelector(".fields .field-error")?.closest(".field")?.querySelector("input, select")?.focus();
  }

  finish() {
    this.words.forget();
    this.composer.form.elements.client_key.value = freshKey();
    this.composer.text.value = ""; // a way back through the history must not offer it once more
  }

  show(isSending) {
    this.isSending = isSending;
    this.button.disabled = isSending;
    this.label ??= this.button.textContent;
    this.button.textContent = isSending ? this.composer.say("sending") : this.label;
  }
}

// Goes to where the server led. Its answer names no fragment; the address of a post tells which one is meant.
function leaveFor(url) {
  const number = /^\/t\/\d+\/[^/]+\/(\d+)\/$/.exec(url.pathname)?.[1];
  if (number) url.hash = `#post-${number}`;
  const isHere = url.pathname === location.pathname && url.search === location.search;
  location.assign(url);
  if (isHere) location.reload();
}

function freshKey() {
  if (crypto.randomUUID) return crypto.randomUUID(); // missing where a laptop is reached by its address without TLS
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

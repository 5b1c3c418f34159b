// Files that go along with a line: they lie in a tray below the words, each on its way, there, or with why it is not.
//   const tray = new Tray(form)   tray.areUnderWay   tray.haveFailed   tray.take() → [{ markdown, name }]   tray.settled(listener)

import { Composer } from "../composer/composer.js";
import { linkButton } from "../elements.js";
import { takeFiles, upload } from "../uploading.js";

export class Tray {
  #composer;
  #list = document.createElement("ul");
  #items = [];
  #isBusy = false;
  #listeners = new Set();

  constructor(form) {
    this.#composer = new Composer(form);
    this.#list.className = "upload-list";
    this.#list.hidden = true;
    form.classList.add("has-tray"); // the button alone opens the choice of files from now on
    const { text } = this.#composer;
    text.parentElement.after(this.#list);
    takeFiles(form, text, (files) => this.add(files));
  }

  get isEmpty() { return !this.#items.length; }

  get areUnderWay() { return this.#items.some(({ state }) => state === "waiting" || state === "sending"); }

  get haveFailed() { return this.#items.some(({ state }) => state === "failed"); }

  settled(listener) { this.#listeners.add(listener); }

  say(name, values) { this.#composer.status(name ? this.#composer.say(name, values) : ""); }

  add(files) {
    for (const file of files) {
      const item = new Item(this, file, this.#composer);
      this.#items.push(item);
      this.#list.append(item.line);
      item.wait();
    }
    this.#list.hidden = this.isEmpty;
    this.sendNext();
  }

  leaveOut(item) {
    item.line.remove();
    this.#items = this.#items.filter((other) => other !== item);
    this.#list.hidden = this.isEmpty;
    this.#composer.text.focus();
    this.#tell();
  }

  // What is there, as it is written in a line; the tray is empty afterwards.
  take() {
    const taken = this.#items.filter(({ state }) => state === "there").map((item) => item.reference);
    this.#items = [];
    this.#list.replaceChildren();
    this.#list.hidden = true;
    return taken;
  }

  // One after the other, in the order in which they were given.
  async sendNext() {
    if (this.#isBusy) return;
    const item = this.#items.find(({ state }) => state === "waiting");
    if (!item) return;
    this.#isBusy = true;
    await item.send();
    this.#isBusy = false;
    this.#tell();
    this.sendNext();
  }

  #tell() {
    if (!this.areUnderWay) for (const listener of this.#listeners) listener();
  }
}

class Item {
  #tray;
  #composer;
  #file;
  #answer = null;
  #shows = null;
  state = "waiting";
  line = document.createElement("li");

  constructor(tray, file, composer) {
    this.#tray = tray;
    this.#file = file;
    this.#composer = composer;
  }

  get reference() {
    const { markdown, url, name } = this.#answer;
    const words = this.#shows?.value.split(/[[\]\\\s]+/).filter(Boolean).join(" ");
    return { name, markdown: words ? `![${words}](${url})` : markdown };
  }

  wait() {
    const most = Number(this.#composer.form.dataset.uploadMost);
    if (most && this.#file.size > most) {
      this.#fail(this.#composer.say("too-large", { name: this.#file.name, most: Math.floor(most / 1024 / 1024) }), false);
      return;
    }
    this.state = "waiting";
    const said = document.createElement("span");
    said.textContent = this.#composer.say("attaching", { name: this.#file.name });
    this.line.replaceChildren(said);
  }

  async send() {
    this.state = "sending";
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", this.#file.name);
    this.line.append(bar);
    const { form, token } = this.#composer;
    const progressed = (share) => (bar.value = share);
    const { status, answer } = await upload(this.#file, { url: form.dataset.uploadUrl, token, progressed });
    if (status === 201 && answer) this.#arrived(answer);
    else this.#fail(answer?.say ?? this.#composer.say("not-attached", { name: this.#file.name }), status !== 422);
  }

  #arrived(answer) {
    this.state = "there";
    this.#answer = answer;
    const name = document.createElement("span");
    name.textContent = answer.name;
    this.line.replaceChildren(...(answer.markdown.startsWith("!") ? this.#picture(answer) : []), name, this.#button("dismiss", () => this.#tray.leaveOut(this)));
    this.#tray.say("attached", { name: answer.name });
  }

  #picture({ url, name }) {
    const shown = document.createElement("img");
    shown.src = url;
    shown.alt = name;
    const label = document.createElement("label");
    this.#shows = document.createElement("input");
    this.#shows.maxLength = 300;
    this.#shows.placeholder = this.#composer.say("shows-why");
    label.append(this.#composer.say("shows"), this.#shows);
    return [shown, label];
  }

  #fail(sentence, canRetry) {
    this.state = "failed";
    const said = document.createElement("span");
    said.textContent = sentence;
    said.setAttribute("role", "alert");
    this.line.replaceChildren(said);
    if (canRetry) {
      this.line.append(" ", this.#button("retry", () => {
        this.wait();
        this.#tray.sendNext();
      }));
    }
    this.line.append(" ", this.#button("dismiss", () => this.#tray.leaveOut(this)));
  }

  #button(label, act) {
    return linkButton(this.#composer.say(label), act);
  }
}

// Takes in files that are chosen, dropped or pasted: a mark stands in the words until the file is there.

import { linkButton } from "../elements.js";
import { takeFiles, upload } from "../uploading.js";

export function attachFiles(composer) {
  const uploads = new Uploads(composer);
  if (composer.form.dataset.uploadUrl) uploads.begin();
  return uploads;
}

class Uploads {
  constructor(composer) {
    this.composer = composer;
    this.waiting = [];
    this.current = null;
    this.count = 0;
  }

  get areUnderWay() { return Boolean(this.current || this.waiting.length); }

  begin() {
    const { form, text } = this.composer;
    this.list = document.createElement("ul");
    this.list.className = "upload-list";
    text.parentElement.after(this.list);
    takeFiles(form, text, (files) => this.add(files));
  }

  add(files) {
    for (const file of files) {
      const item = new Item(this, file, ++this.count);
      this.list.append(item.line);
      this.enqueue(item);
    }
  }

  enqueue(item) {
    const most = Number(this.composer.form.dataset.uploadMost);
    if (most && item.file.size > most) {
      item.fail(this.composer.say("too-large", { name: item.file.name, most: Math.floor(most / 1024 / 1024) }), false);
      return;
    }
    item.mark();
    this.waiting.push(item);
    if (!this.current) this.next();
  }

  // One after the other, in the order in which they were given.
  async next() {
    this.current = this.waiting.shift() ?? null;
    if (!this.current) return;
    await this.current.run();
    this.next();
  }
}

class Item {
  constructor(uploads, file, number) {
    this.uploads = uploads;
    this.composer = uploads.composer;
    this.file = file;
    this.placeholder = `![${file.name.replace(/[[\]\n]/g, " ")} …](#${number})`;
    this.line = document.createElement("li");
    this.said = document.createElement("span");
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", file.name);
  }

  mark() {
    this.said.removeAttribute("role");
    this.said.textContent = this.composer.say("attaching", { name: this.file.name });
    this.bar.value = 0;
    this.line.replaceChildren(this.said, this.bar);
    this.composer.insertParagraph(this.placeholder);
  }

  async run() {
    const { form, token } = this.composer;
    const progressed = (share) => (this.bar.value = share);
    const { status, answer } = await upload(this.file, { url: form.dataset.uploadUrl, token, progressed });
    if (status === 201 && answer) this.succeed(answer);
    else this.fail(answer?.say ?? this.composer.say("not-attached", { name: this.file.name }), status !== 422);
  }

  succeed({ markdown, name }) {
    this.line.remove();
    this.put(markdown) || this.composer.insertParagraph(markdown);
    this.composer.status(this.composer.say("attached", { name }));
  }

  fail(sentence, canRetry) {
    this.put("");
    this.said.textContent = sentence;
    this.said.setAttribute("role", "alert");
    this.line.replaceChildren(this.said);
    if (canRetry) this.offer("retry", () => this.uploads.enqueue(this));
    this.offer("dismiss", () => this.line.remove());
  }

  offer(label, act) {
    const button = linkButton(this.composer.say(label), () => {
      act();
      this.composer.text.focus();
    });
    this.line.append(" ", button);
  }

  // Puts text where the placeholder stands, leaving caret and focus where they are; false where it was deleted.
  put(text) {
    const area = this.composer.text;
    const at = area.value.indexOf(this.placeholder);
    if (at < 0) return false;
    const gap = text ? 0 : /\n{0,2}$/.exec(area.value.slice(0, at))[0].length; // the paragraph goes with it
    this.composer.swap(text, at - gap, at + this.placeholder.length);
    return true;
  }
}

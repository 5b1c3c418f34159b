// Takes in files that are chosen, dropped or pasted: a mark stands in the words until the file is there.

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
    const chooser = form.elements.files;
    chooser?.addEventListener("change", () => {
      this.add([...chooser.files]);
      chooser.value = "";
    });
    text.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // A table or a text comes with its own picture: then the words are meant.
      if (!files.length || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      this.add(files);
    });
    form.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("is-dropping");
    });
    form.addEventListener("dragleave", (event) => {
      if (!form.contains(event.relatedTarget)) form.classList.remove("is-dropping");
    });
    form.addEventListener("drop", (event) => {
      form.classList.remove("is-dropping");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    });
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

  run() {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest(); // fetch tells no progress
      request.open("POST", this.composer.form.dataset.uploadUrl);
      request.setRequestHeader("X-CSRFToken", this.composer.token);
      request.setRequestHeader("Accept", "application/json");
      request.timeout = 300_000;
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) this.bar.value = event.loaded / event.total;
      });
      request.addEventListener("loadend", () => {
        if (request.status === 201 && request.response) this.succeed(request.response);
        else this.fail(request.response?.say ?? this.composer.say("not-attached", { name: this.file.name }), request.status !== 422);
        resolve();
      });
      const data = new FormData();
      data.append("file", this.file, this.file.name || "image.png");
      request.send(data);
    });
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
    const button = document.createElement("button");
    button.type = "button";
    button.className = "as-link";
    button.textContent = this.composer.say(label);
    button.addEventListener("click", () => {
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

// Completes @names: a list under the words, the focus stays in them (ARIA's editable combobox with a listbox).

const pause = 150; // milliseconds
const begun = /(?:^|[^\w@.-])@([\p{L}\p{N}][\p{L}\p{N}._-]{0,29})$/u;

export function completeNames(composer) {
  if (composer.form.dataset.mentionsUrl) new Completion(composer).begin();
}

class Completion {
  constructor(composer) {
    this.composer = composer;
    this.people = [];
    this.chosen = -1;
    this.timer = 0;
    this.request = null;
    this.known = new Map();
  }

  begin() {
    const { text, form } = this.composer;
    this.list = document.createElement("ul");
    this.list.id = "composer-names";
    this.list.className = "name-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.composer.say("people"));
    this.list.hidden = true;
    this.told = document.createElement("span");
    this.told.className = "visually-hidden";
    this.told.setAttribute("role", "status");
    text.after(this.list, this.told);
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-haspopup", "listbox");
    text.setAttribute("aria-controls", this.list.id);
    text.addEventListener("input", () => this.look());
    text.addEventListener("keydown", (event) => this.key(event));
    text.addEventListener("blur", () => this.close());
    text.addEventListener("click", () => this.close());
    // The caret must not leave the words when a name is pressed.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
    form.addEventListener("submit", () => this.close());
  }

  typed() {
    const { selectionStart, selectionEnd, value } = this.composer.text;
    if (selectionStart !== selectionEnd) return null;
    return begun.exec(value.slice(Math.max(selectionStart - 40, 0), selectionStart))?.[1] ?? null;
  }

  look() {
    clearTimeout(this.timer);
    const name = this.typed();
    if (name === null) { this.close(); return; }
    this.timer = setTimeout(() => this.find(name), this.known.has(name) ? 0 : pause);
  }

  async find(name) {
    try {
      const people = this.known.get(name) ?? await this.fetched(name);
      this.known.set(name, people);
      if (this.typed() === name) this.open(people);
    } catch {
      this.close(); // names can be typed without help
    }
  }

  async fetched(name) {
    this.request?.abort();
    this.request = new AbortController();
    const query = new URLSearchParams({ q: name, place: this.composer.place ?? "" });
    const headers = { Accept: "application/json" };
    const response = await fetch(`${this.composer.form.dataset.mentionsUrl}?${query}`, { headers, signal: this.request.signal });
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  }

  open(people) {
    if (!people.length) { this.close(); return; }
    this.people = people;
    this.list.replaceChildren(...people.map((person, index) => option(person, index)));
    this.list.hidden = false;
    this.list.style.setProperty("--below", `${lineBelowCaret(this.composer.text)}px`);
    this.choose(0);
    this.list.scrollIntoView({ block: "nearest" });
    this.told.textContent = this.composer.say("found", { count: people.length });
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.people = [];
    this.list.hidden = true;
    this.told.textContent = "";
    this.composer.text.removeAttribute("aria-activedescendant");
  }

  choose(index) {
    this.chosen = index;
    [...this.list.children].forEach((one, at) => { one.setAttribute("aria-selected", String(at === index)); });
    const active = this.list.children[index];
    this.composer.text.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const count = this.people.length;
    if (event.key === "ArrowDown") this.choose((this.chosen + 1) % count);
    else if (event.key === "ArrowUp") this.choose((this.chosen - 1 + count) % count);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) this.take(this.chosen);
    else if (event.key === "Escape") this.close();
    else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) { this.close(); return; }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(index) {
    const name = this.typed();
    const person = this.people[index];
    this.close();
    if (name === null || !person) return;
    const caret = this.composer.text.selectionStart;
    this.composer.replace(`${person.handle} `, caret - name.length, caret);
  }
}

// How far below the top of a textarea the line after the caret begins, in pixels: measured in a copy of it.
function lineBelowCaret(area) {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of ["font", "letterSpacing", "padding", "border", "boxSizing", "wordBreak"]) copy.style[name] = style[name];
  Object.assign(copy.style, {
    position: "absolute", visibility: "hidden", width: `${area.clientWidth}px`, whiteSpace: "pre-wrap", overflowWrap: "break-word",
  });
  const caret = document.createElement("span");
  caret.textContent = "\u200b";
  copy.append(area.value.slice(0, area.selectionStart), caret);
  area.after(copy);
  const below = caret.offsetTop + caret.offsetHeight - area.scrollTop + 4;
  copy.remove();
  return Math.min(below, area.offsetHeight);
}

function option(person, index) {
  const line = document.createElement("li");
  line.id = `composer-name-${index}`;
  line.setAttribute("role", "option");
  const name = document.createElement("b");
  name.textContent = person.name;
  const handle = document.createElement("span");
  handle.textContent = [`@${person.handle}`, person.affiliation].filter(Boolean).join(" · ");
  line.append(name, " ", handle);
  return line;
}

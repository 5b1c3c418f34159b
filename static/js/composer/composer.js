// The form one writes in, as the other parts see it: its fields, its sentences, and how text is put into it.

import { dates } from "../dates.js";

export class Composer {
  constructor(form) {
    this.form = form;
    this.text = form.querySelector("textarea[name=text]");
    this.place = form.dataset.place;
    this.sentences = form.querySelector("template[data-sentences]").content;
    this.statusLine = form.querySelector("[data-composer-status]");
  }

  // Looked up each time: a refused topic brings its fields anew.
  get title() { return this.form.elements.title ?? null; }

  get token() { return this.form.elements.csrfmiddlewaretoken.value; }

  get parent() { return this.form.elements.parent.value; }

  // The revision that an edit began from; "" for what is new.
  get revision() { return this.form.elements.revision?.value ?? ""; }

  get words() { return { text: this.text.value, title: this.title?.value ?? "", parent: this.parent }; }

  // A sentence of components/composer_sentences.html in the reader's language.
  say(name, values = {}) {
    const sentence = this.sentences.querySelector(`[data-name="${name}"]`).textContent;
    const shown = (value) => (typeof value === "number" ? value.toLocaleString(document.documentElement.lang || undefined) : value);
    return sentence.replace(/\{(\w+)\}/g, (_, key) => shown(values[key]));
  }

  status(sentence) {
    this.statusLine.setAttribute("aria-live", "polite");
    this.statusLine.textContent = sentence;
  }

  // A status for the eye alone: what is said every few seconds must not be read out each time.
  note(sentence) {
    this.statusLine.setAttribute("aria-live", "off");
    this.statusLine.textContent = sentence;
  }

  // Shows what went wrong where the server would have shown it, or takes that away again.
  complain(sentence) {
    let line = this.form.querySelector("#composer-error");
    if (!sentence) {
      line?.remove();
      this.text.removeAttribute("aria-invalid");
      this.text.removeAttribute("aria-describedby");
      return;
    }
    if (!line) {
      line = document.createElement("p");
      line.id = "composer-error";
      line.className = "field-error";
      line.setAttribute("role", "alert");
      this.form.querySelector(":scope > header").after(line);
    }
    line.textContent = sentence;
    this.text.setAttribute("aria-invalid", "true");
    this.text.setAttribute("aria-describedby", line.id);
  }

  // Lays in what the server saw in the words and asks about, or takes that away again.
  ask(question) {
    this.form.querySelector("[data-question]")?.remove();
    if (question) this.form.querySelector(":scope > header").after(document.adoptNode(question));
  }

  // Puts text over the characters from `start` to `end` so that undo takes it back, and leaves the caret behind it.
  replace(text, start = this.text.selectionStart, end = this.text.selectionEnd) {
    this.text.focus({ preventScroll: true });
    this.text.setSelectionRange(start, end);
    // The one way that keeps the browser's undo; where it is missing, the text goes in without.
    const command = text ? ["insertText", false, text] : ["delete"];
    if ((start !== end || text) && !document.execCommand(...command)) {
      this.text.setRangeText(text, start, end, "end");
      this.changed();
    }
  }

  // Puts text over the characters from `start` to `end` while the person types elsewhere: caret and focus stay.
  swap(text, start, end) {
    const moved = (at) => (at >= end ? at + text.length - (end - start) : Math.min(at, start));
    const { selectionStart, selectionEnd } = this.text;
    this.text.setRangeText(text, start, end);
    this.text.setSelectionRange(moved(selectionStart), moved(selectionEnd));
    this.changed();
  }

  // Puts text as a paragraph of its own where the caret is.
  insertParagraph(text) {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    this.replace(gap + text);
  }

  // Sets everything at once, e.g. to what was kept.
  fill({ text, title }) {
    this.text.value = text;
    if (this.title && title !== undefined) this.title.value = title;
    this.changed();
  }

  changed() { this.text.dispatchEvent(new Event("input", { bubbles: true })); }

  // POSTs fields of its own with the token. Resolves to the response; rejects where there was no answer.
  post(url, fields, options = {}) {
    return fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": this.token, Accept: "application/json" },
      ...options,
    });
  }
}

// The sentence of a refusal, or "" where the answer holds none.
export async function sentenceOf(response) {
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) return "";
  return (await response.json().catch(() => ({}))).say ?? "";
}

export function timeOf(moment) {
  return dates({ timeStyle: "short" }).format(moment);
}

export function dayAndTimeOf(moment) {
  return dates({ dateStyle: "medium", timeStyle: "short" }).format(moment);
}

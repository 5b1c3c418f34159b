// Says quietly that something new has come, without moving anything: a button that brings it, or a link to where it is.
//   const pill = new Pill(words)   pill.show(count, { act } or { href })   pill.hide()

export class Pill {
  #words;
  #place;

  constructor(words) {
    this.#words = words;
    this.#place = document.createElement("div");
    this.#place.className = "news-pill";
    this.#place.setAttribute("role", "status");
    document.querySelector("#main").prepend(this.#place);
  }

  show(count, { act, href }) {
    const said = count === 1 ? this.#words.one : this.#words.many.replace("%(count)s", count);
    const made = document.createElement(href ? "a" : "button");
    made.className = "button is-quiet";
    made.textContent = said;
    if (href) made.href = href;
    else made.type = "button";
    if (act) made.addEventListener("click", act);
    const had = this.#place.contains(document.activeElement);
    this.#place.replaceChildren(made);
    if (had) made.focus({ preventScroll: true });
  }

  hide() {
    this.#place.replaceChildren();
  }
}

// What a script says once, where it matters.
export function say(words, { reload = "" } = {}) {
  const notice = document.createElement("p");
  notice.className = "notice is-warning";
  notice.append(words);
  if (reload) {
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.textContent = reload;
    notice.append(" ", link);
  }
  return notice;
}

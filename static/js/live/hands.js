// Who wants to speak in a live session: the line as it is told, and one's own hand.
//   .session-hands: [data-raise], [data-lower], [data-called] with [data-called-name], ol[data-line] for who does not lead,
//   and details[data-more-in-line] with ol[data-line-on]

const first = 6; // as on the page

export class Hands {
  constructor(live, { self }) {
    this.live = live;
    this.self = self;
    document.addEventListener("submit", (event) => this.#raise(event));
  }

  take({ kind, d }) {
    const section = this.live.querySelector(".session-hands");
    if (kind !== "hands" || !section || !d.up) return false;
    const waits = d.up.some(({ author }) => author.id === this.self.id);
    const speaks = d.called?.author.id === this.self.id;
    this.#own(section, waits || speaks);
    section.querySelector("[data-called]").hidden = !d.called;
    section.querySelector("[data-called-name]").textContent = d.called?.author.name ?? "";
    section.querySelector("[data-called-mute]")?.replaceChildren(); // it is of who spoke before
    this.#line(section, d);
    return "leads" in section.dataset; // they have buttons in their line, which the page brings
  }

  #line(section, { up, number }) {
    const on = section.querySelector("[data-more-in-line]");
    if (!on) return;
    const lines = up.map(({ author }) => line(author.name));
    section.querySelector("[data-line]").replaceChildren(...lines.slice(0, first));
    on.querySelector("[data-line-on]").replaceChildren(...lines.slice(first));
    const summary = on.querySelector("summary");
    summary.textContent = summary.dataset.many.replace("%s", number - first);
    on.hidden = number <= first;
  }

  #own(section, isUp) {
    const [raise, lower] = ["[data-raise]", "[data-lower]"].map((name) => section.querySelector(name));
    if (raise) raise.hidden = isUp;
    if (lower) lower.hidden = !isUp;
  }

  async #raise(event) {
    const button = event.submitter?.closest("[data-raise], [data-lower]");
    if (!button) return;
    event.preventDefault();
    const { target: form } = event;
    const headers = { accept: "application/json" };
    const response = await fetch(button.getAttribute("formaction"), { method: "POST", headers, body: new FormData(form) }).catch(() => null);
    if (response?.ok) return this.#own(button.closest(".session-hands"), "raise" in button.dataset);
    form.action = button.getAttribute("formaction");
    form.submit();
  }
}

function line(name) {
  const made = document.createElement("li");
  made.textContent = name;
  return made;
}

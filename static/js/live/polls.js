// Polls of a live session while one looks: they open and close, answers are summed, and one answers in place.
//   .session-polls[data-one][data-many]: [data-polls] with ul[data-polls-first] and one that is folded, template[data-blank-poll]; li[data-poll][data-state] in it

export class Polls {
  constructor(section) {
    this.section = section;
    this.all = section.querySelector("[data-polls]");
    this.blank = section.querySelector("template[data-blank-poll]");
    this.all.addEventListener("submit", (event) => this.#answer(event));
  }

  // Whether those who lead ask the page for words that were given: it alone says what they can do with each.
  take({ kind, d }) {
    if (kind === "poll" && !d.removed) this.#put(d);
    if (kind !== "sums") return false;
    const rows = Object.entries(d.polls ?? {}).map(([id, sums]) => [this.of(id), sums]).filter(([row]) => row);
    for (const [row, sums] of rows) this.#sum(row, sums);
    return "leads" in this.section.dataset && rows.some(([row]) => row.dataset.kind === "words");
  }

  get #first() {
    return this.all.querySelector("[data-polls-first]"); // the page may bring another one
  }

  of(id) {
    return this.all.querySelector(`li[data-poll="${id}"]`);
  }

  #put(said) {
    let row = this.of(said.id);
    if (!row) {
      row = this.#drawn(said.id);
      this.#first.prepend(row);
    } else if (said.state === "open" && row.parentElement !== this.#first) this.#first.prepend(row);
    this.section.hidden = false;
    row.dataset.state = said.state;
    row.querySelector("[data-words]").textContent = said.words;
    row.querySelector("[data-closed]").hidden = said.state !== "closed";
    row.querySelector("fieldset").disabled = said.state !== "open" || "silent" in this.section.dataset;
    row.querySelector("[data-send]").hidden = said.state !== "open" || "silent" in this.section.dataset;
    this.#asksForWords(row, said.kind === "words");
    if (said.kind === "words") return this.#sum(row, said);
    const answers = row.querySelector("[data-answers]");
    if (answers.children.length !== said.options.length) answers.replaceChildren(...said.options.map((words, place) => this.#option(words, place, said.kind)));
    said.options.forEach((words, place) => (answers.children[place].querySelector("[data-option]").textContent = words));
    this.#sum(row, said);
  }

  #asksForWords(row, does) {
    row.dataset.kind = does ? "words" : "";
    row.querySelector("[data-given]").hidden = !does;
    if (row.classList.contains("is-result")) return; // nobody answers it any more
    row.querySelector("[data-word-in]").hidden = !does;
    row.querySelector("[data-word-in] input").disabled = !does;
    row.querySelector("[data-secret]").hidden = does;
    row.querySelector("[data-open-words]").hidden = !does;
    if (does) row.querySelector("[data-answers]").replaceChildren();
  }

  #drawn(id) {
    const row = this.blank.content.querySelector("li").cloneNode(true);
    row.id = `poll-${id}`;
    row.dataset.poll = id;
    for (const form of row.querySelectorAll("form")) form.setAttribute("action", form.getAttribute("action").replace("/polls/0/", `/polls/${id}/`));
    return row;
  }

  #option(words, place, kind) {
    const made = this.blank.content.querySelector("[data-answers] > label").cloneNode(true);
    const input = made.querySelector("input");
    input.type = kind === "multiple" ? "checkbox" : "radio";
    input.value = place;
    return made;
  }

  // What is not shown to all stays as the page says it: those who lead read it there.
  #sum(row, { voters, counts, options }) {
    const said = this.section.dataset;
    row.querySelector("[data-voters]").textContent = voters === 1 ? said.one : said.many.replace("%s", voters);
    if (row.dataset.kind === "words") return this.#words(row, options ?? [], counts);
    [...row.querySelector("[data-answers]").children].forEach((answer, place) => {
      const [meter, figures] = [answer.querySelector("meter"), answer.querySelector("[data-figures]")];
      if (counts === null && "leads" in said) return;
      meter.hidden = figures.hidden = counts === null;
      if (counts === null) return;
      const count = counts[place] ?? 0;
      const percent = voters ? Math.round((100 * count) / voters) : 0;
      meter.value = percent;
      figures.textContent = `${count} · ${percent} %`;
    });
  }

  // Those who lead read them on the page, with what they can do with each.
  #words(row, options, counts) {
    if ("leads" in this.section.dataset) return;
    const given = options.map((words, place) => {
      const made = document.createElement("li");
      const [strong, apart, number] = ["b", "bdi", "span"].map((name) => document.createElement(name));
      apart.textContent = words;
      strong.append(apart);
      number.className = "quiet small";
      number.textContent = counts?.[place] ?? "";
      made.append(strong, " ", number);
      return made;
    });
    row.querySelector("[data-given]").replaceChildren(...given);
  }

  async #answer(event) {
    const form = event.target;
    const row = form.closest("[data-poll]");
    if (form.method !== "post" || !row || !form.querySelector("fieldset")) return;
    event.preventDefault();
    const refused = row.querySelector("[data-refused]");
    const headers = { accept: "application/json" };
    const response = await fetch(form.action, { method: "POST", headers, body: new FormData(form) }).catch(() => null);
    if (!response) return form.submit();
    const answer = response.ok ? null : await response.json().catch(() => null);
    if (answer?.seen) return form.submit(); // the page asks what these words are
    refused.textContent = answer?.say ?? "";
    refused.hidden = response.ok;
    if (!response.ok) return;
    row.querySelector("[data-you]").hidden = false;
    const typed = row.querySelector("[data-word-in] input");
    typed.defaultValue = typed.value;
  }
}

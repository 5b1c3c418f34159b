// The line of time of a live session beside what is said while one looks (forum.gatherings.views.timeline says it for
// the server).
//   const moments = new Moments(list)   list: ol.messages[data-began][data-over][data-late] in [data-session]
//   moments.marks(at)    how long it had gone on, or that it was over   at: milliseconds since 1970
//   moments.lines(event) what an event of the session is told by between messages

export class Moments {
  #list;
  #live;
  #state;
  #phase;

  constructor(list) {
    this.#list = list;
    this.#live = list.closest("[data-session]");
    this.#state = this.#live?.dataset.state;
    this.#phase = this.#live?.querySelector("[data-phase][aria-current]")?.dataset.phase ?? "";
  }

  marks(at) {
    const { began, over, late } = this.#list.dataset;
    if (over && at > Number(over) * 1_000) return [mark(late)];
    const minutes = began ? Math.floor((at - Number(began) * 1_000) / 60_000) : -1;
    if (minutes < 0) return [];
    return [mark(`${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`, "message-offset")];
  }

  lines({ kind, at, d }) {
    if (kind !== "session" || !this.#live) return [];
    const said = [];
    if (d.state !== this.#state) said.push(this.#live.getAttribute(`data-said-${d.state}`));
    if (d.state === "live" && this.#state !== "live") this.#list.dataset.began = at / 1_000;
    if (d.state === "closed" && this.#state !== "closed") this.#list.dataset.over = at / 1_000;
    const phase = d.state === "live" ? String(d.phase ?? "") : this.#phase;
    if (phase !== this.#phase) said.push(this.#part(phase));
    [this.#state, this.#phase] = [d.state, phase];
    return said.filter(Boolean).map(line);
  }

  #part(phase) {
    const words = phase && this.#live.querySelector(`[data-phase="${phase}"] > span`)?.textContent;
    return words ? this.#live.dataset.saidPart.replace("%s", words) : "";
  }
}

function mark(words, className = "") {
  const made = document.createElement("span");
  made.className = `message-mark ${className}`.trim();
  made.textContent = words;
  return made;
}

function line(words) {
  const made = document.createElement("li");
  made.className = "day is-moment";
  const said = document.createElement("span");
  said.textContent = words;
  made.append(said);
  return made;
}

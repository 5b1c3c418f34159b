// Older messages come as one scrolls up, and what is read stays where it is. A page holds so many and no more.
//   const past = new Past(frame, () => …)   the second is called when the latest are in the page no longer
//   past.shorten()   where one follows along: what is far above can be had again
//   past.isCut       the latest are not in the page: whoever wants them loads it anew

import { goesOn, saidAt } from "./runs.js";

const mostFollowed = 600; // messages in the page while one follows along, and what is left once they are more
const keptFollowed = 300;
const long = 200; // rows; what is out of view is drawn when it comes near from then on
const mostRead = 1_500; // the same for one who reads back
const keptRead = 1_000;

export class Past {
  isCut = false;
  #frame;
  #list;
  #link;
  #cut;
  #watcher;

  constructor(frame, cut) {
    this.#frame = frame;
    this.#list = frame.querySelector("ol.messages");
    this.#link = frame.querySelector("a[rel=prev]");
    this.#cut = cut;
    this.#watcher = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && this.#lay(), {
      root: frame,
      rootMargin: "600px 0px 0px 0px",
    });
    this.#watcher.observe(this.#link);
  }

  shorten() {
    this.#list.classList.toggle("is-long", this.#list.childElementCount > long);
    if (this.#list.childElementCount <= mostFollowed) return;
    while (this.#list.childElementCount > keptFollowed) this.#list.firstElementChild.remove();
    const first = this.#list.querySelector("li.message[data-seq]");
    if (first) this.#leadTo(`?before=${first.dataset.seq}`);
  }

  async #lay() {
    this.#watcher.unobserve(this.#link);
    const response = await fetch(this.#link.href).catch(() => null);
    if (!response?.ok) return; // the link is still there to be followed
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const mark = this.#list.querySelector("li.message");
    const top = mark?.getBoundingClientRect().top;
    const older = [...page.querySelectorAll("ol.messages > li")];
    if (older.some((row) => row.id === "new")) this.#list.querySelector("#new")?.remove(); // what is new began before it
    join(this.#list, mark, older);
    this.#list.classList.toggle("is-long", this.#list.childElementCount + older.length > long);
    this.#list.prepend(...older);
    this.#dropLatest();
    if (mark?.isConnected) this.#frame.scrollTop += mark.getBoundingClientRect().top - top;
    this.#leadTo(page.querySelector(".room-more:not([hidden]) a[rel=prev]")?.getAttribute("href"));
  }

  #dropLatest() {
    if (this.#list.childElementCount <= mostRead) return;
    for (let row = this.#list.lastElementChild; row && this.#list.childElementCount > keptRead; ) {
      const before = row.previousElementSibling;
      if (!row.classList.contains("is-pending")) row.remove();
      row = before;
    }
    this.isCut = true;
    this.#cut();
  }

  #leadTo(address) {
    this.#link.parentElement.hidden = !address;
    if (!address) return;
    this.#link.setAttribute("href", address);
    this.#watcher.unobserve(this.#link);
    this.#watcher.observe(this.#link);
  }
}

// The first row of what is there began a day and a name, and perhaps goes on now with what was said before it.
function join(list, first, older) {
  for (const context of list.querySelectorAll("[data-context]")) context.remove(); // the page says now how it came to that
  const days = older.filter(isDay);
  const last = older.findLast((row) => row.matches(".message"));
  const rows = [...list.children];
  const day = rows.slice(0, Math.max(0, rows.indexOf(first))).find(isDay);
  if (!day || !first || !last || days.at(-1)?.textContent !== day.textContent) return;
  day.remove();
  const isApart = first.previousElementSibling?.matches(".new-line, .is-moment");
  first.classList.toggle("is-run", !isApart && goesOn(last, { author: first.dataset.author, at: saidAt(first) }));
}

function isDay(row) {
  return row.matches(".day:not(.is-moment)");
}

// Asks for this page again once it is known to have changed: not all readers in one moment, one request at a time,
// few for many changes, and none while nobody looks.
//   const fresh = new Fresh({ take(page), gone() })   fresh.ask()

import { personOf } from "./person.js";

const within = 1_500; // milliseconds over which readers spread
const most = 10_000; // where many read along
const apart = 2_500; // between two requests
const later = 15_000; // after one that failed

export class Fresh {
  #handlers;
  #isWanted = false;
  #isUnderWay = false;
  #timer = 0;
  #last = -apart;
  crowd = 1; // how many read along

  constructor(handlers) {
    this.#handlers = handlers;
    document.addEventListener("visibilitychange", () => this.#plan());
    addEventListener("pageshow", ({ persisted }) => persisted && this.ask()); // a page that the browser kept
  }

  ask(pause = 0) {
    this.#isWanted = true;
    this.#plan(pause);
  }

  #plan(least = 0) {
    if (!this.#isWanted || this.#timer || this.#isUnderWay || document.visibilityState !== "visible") return;
    const spread = Math.min(most, within + this.crowd * 10);
    const pause = Math.max(least, this.#last + apart - performance.now());
    this.#timer = setTimeout(() => this.#fetch(), pause + Math.random() * spread);
  }

  async #fetch() {
    this.#timer = 0;
    if (document.visibilityState !== "visible") return;
    this.#isWanted = false;
    this.#isUnderWay = true;
    const answer = await askQuietly(location.pathname + location.search);
    this.#isUnderWay = false;
    this.#last = performance.now();
    if (answer === null) {
      this.ask(later);
      return;
    }
    if (answer.status === 404 || answer.status === 403) this.#handlers.gone?.();
    else if (answer.page) this.#handlers.take(answer.page);
    this.#plan();
  }
}

// null where nothing came, else { status, page }. A page for somebody else, who has signed in meanwhile, is none for this one.
export async function askQuietly(address) {
  const response = await fetch(address, { headers: { "Weft-Live": "1" }, cache: "no-cache" }).catch(() => null);
  if (!response || response.status >= 500 || response.status === 429) return null;
  if (!response.ok || response.redirected) return { status: response.status, page: null };
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const isOurs = !page.querySelector(".topbar") || personOf(page) === personOf();
  return { status: 200, page: isOurs ? page : null };
}

// What waits, at the edge of every page: counted anew when something was read anywhere, and now and then.
//   nav.rail[data-counts-url]

import { askQuietly } from "./fresh.js";
import { personOf } from "./person.js";

const within = 1_500; // milliseconds over which requests spread
const apart = 5_000;
const anyway = 60_000; // what is said in rooms is told to those who are in them alone

export function keepCounts(connection, also) {
  const rail = document.querySelector("nav.rail[data-counts-url]");
  const person = personOf();
  if (!rail || !person) return null;
  let [timer, last, isWanted] = [0, performance.now(), false];

  const plan = () => {
    if (timer || !isWanted || document.visibilityState !== "visible") return;
    timer = setTimeout(fetchCounts, Math.max(0, last + apart - performance.now()) + Math.random() * within);
  };
  const ask = () => {
    isWanted = true;
    plan();
  };
  const fetchCounts = async () => {
    timer = 0;
    isWanted = false;
    last = performance.now();
    const answer = await askQuietly(rail.dataset.countsUrl);
    const fresh = answer?.page?.querySelector("nav.rail");
    if (fresh) lay(rail, fresh);
    plan();
  };

  const told = () => {
    ask();
    also();
  };
  connection.watch(`person:${person}`, { told });
  document.addEventListener("visibilitychange", () => {
    if (performance.now() - last > anyway) isWanted = true;
    plan();
  });
  setInterval(() => connection.isLive && ask(), anyway);
  return ask;
}

// Links stay as they are, and where one stands is marked still; only what they count is another number.
function lay(rail, fresh) {
  for (const link of rail.querySelectorAll("a[href]")) {
    const now = fresh.querySelector(`a[href="${CSS.escape(link.getAttribute("href"))}"]`);
    if (!now) continue;
    const [old, count] = [link, now].map((one) => one.querySelector(":scope > .count"));
    link.classList.toggle("has-unread", now.classList.contains("has-unread"));
    if (!count) old?.remove();
    else if (!old) link.append(document.importNode(count, true));
    else if (old.textContent !== count.textContent) old.replaceWith(document.importNode(count, true));
  }
}

// The list of messages that a room keeps in view, as it is now.
//   const look = keepPins()   look(event) for each event of the room

import { exchange } from "./exchange.js";
import { Fresh } from "./fresh.js";

export function keepPins() {
  const fresh = new Fresh({ take });
  const isKept = (id) => document.querySelector(`.room-pins a[href$="#message-${id}"]`) !== null;
  return ({ kind, d }) => {
    if (kind === "pinned" || kind === "unpinned" || (["edited", "removed"].includes(kind) && isKept(d.id))) fresh.ask();
  };
}

function take(page) {
  const [old, now] = [document, page].map((one) => one.querySelector(".room-pins"));
  if (!now) old?.remove();
  else if (old) exchange(old, now);
  else (document.querySelector(".room-head") ?? document.querySelector("#talk-head")).after(document.importNode(now, true));
}

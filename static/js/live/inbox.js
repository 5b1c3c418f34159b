// The inbox while it is looked at: what is new comes in at its place, what is read loses its mark, what may be seen no
// longer goes. What somebody looks at stays where it is.
//   [data-live-inbox]: what is exchanged, with ol[data-live-list] in it; li[data-item]: a row

import { exchange, keepingPlace } from "./exchange.js";
import { Fresh } from "./fresh.js";

export function followInbox(place) {
  return new Fresh({ take: (page) => take(place, page.querySelector("[data-live-inbox]")) });
}

function take(place, now) {
  if (!now) return;
  const [list, fresh] = [place, now].map((one) => one.querySelector("[data-live-list]"));
  if (!list || !fresh) {
    place.replaceChildren(...imported(now.childNodes));
    return;
  }
  keepingPlace(() => {
    lay(list, fresh);
    for (const part of place.querySelectorAll("[data-live-part]")) {
      exchange(part, now.querySelector(`[data-live-part="${part.dataset.livePart}"]`));
    }
  });
}

function lay(list, fresh) {
  const old = new Map([...list.children].map((row) => [row.dataset.item, row]));
  let last = null;
  for (const row of [...fresh.children]) {
    const known = old.get(row.dataset.item);
    const laid = known ?? document.importNode(row, true);
    if (known) {
      known.className = row.className;
      exchange(known, row);
      old.delete(row.dataset.item);
    }
    if (laid.previousElementSibling !== last || !laid.isConnected) {
      if (last) last.after(laid);
      else list.prepend(laid);
    }
    last = laid;
  }
  for (const gone of old.values()) gone.remove();
}

function imported(nodes) {
  return [...nodes].map((node) => document.importNode(node, true));
}

// Lists of topics and boards while they are looked at: rows change where they stand, and new ones wait above them.
//   [data-live-streams="board:5@12 …"]: boards with the versions that the page shows; [data-live-list] within it or itself;
//   li[data-item]: a row; template[data-live-words]

import { exchange, keepingPlace } from "./exchange.js";
import { Fresh } from "./fresh.js";
import { Pill, say } from "./pill.js";

export function followLists(place, connection, countAnew) {
  const words = { ...document.querySelector("main template[data-live-words]").dataset };
  const versions = new Map(place.dataset.liveStreams.split(" ").filter(Boolean).map((one) => {
    const [stream, version] = one.split("@");
    return [stream, Number(version)];
  }));
  const pill = new Pill(words);
  const lists = () => [place, ...place.querySelectorAll("[data-live-list]")].filter((one) => one.dataset.liveList);
  const listIn = (page, name) => page.querySelector(`[data-live-list="${name}"]`);
  const fresh = new Fresh({ take, gone });

  function take(page) {
    let news = 0;
    keepingPlace(() => {
      for (const list of lists()) news += settle(list, listIn(page, list.dataset.liveList), isOfWhatIsNew(list));
    });
    if (news) pill.show(news, { act: () => lay(page) });
    else pill.hide();
  }

  // What is pressed brings the lists as they are now, new rows first.
  function lay(page) {
    const old = new Map([...place.querySelectorAll("[data-item]")].map((row) => [row.dataset.item, row]));
    let first = null;
    for (const list of lists()) {
      const now = listIn(page, list.dataset.liveList);
      if (!now) continue;
      for (const row of now.querySelectorAll("[data-item]")) {
        if (!old.has(row.dataset.item)) first ??= row.dataset.item;
      }
      list.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)));
    }
    pill.hide();
    const link = first && place.querySelector(`[data-item="${CSS.escape(first)}"] a`);
    link?.focus({ preventScroll: true });
    link?.closest("[data-item]").scrollIntoView({ block: "nearest" });
  }

  function gone() {
    pill.hide();
    place.replaceChildren(say(words.gone));
  }

  for (const [stream, shown] of versions) {
    let version = shown;
    const later = (now) => {
      if (now <= version) return;
      version = now;
      fresh.ask();
      countAnew?.();
    };
    connection.watch(stream, {
      at: later,
      told: (message) => later(message.version),
      lost: () => (versions.size === 1 ? gone() : fresh.ask()),
    });
  }
  return fresh;
}

// A list of what is new loses what was read; it stays in view until the list is laid anew.
function isOfWhatIsNew(list) {
  return ["unread", "followed", "waiting"].includes(list.dataset.liveList);
}

// Lays rows that are in both into the old list; how many are new, above others that were there.
function settle(list, now, isOfNews) {
  const rows = [...list.querySelectorAll("[data-item]")];
  const fresh = [...(now?.querySelectorAll("[data-item]") ?? [])];
  const [old, there] = [rows, fresh].map((some) => new Map(some.map((row) => [row.dataset.item, row])));
  for (const row of rows) {
    const same = there.get(row.dataset.item);
    if (!same) continue;
    row.className = same.className;
    exchange(row, same);
  }
  const lastThere = rows.findLastIndex((row) => there.has(row.dataset.item));
  for (const [at, row] of rows.entries()) {
    if (there.has(row.dataset.item)) continue;
    if (isOfNews) quieten(row);
    else if (at < lastThere) row.remove(); // gone from here; a row at the end may stand on the next page
  }
  const lastKnown = fresh.findLastIndex((row) => old.has(row.dataset.item));
  return fresh.filter((row, at) => !old.has(row.dataset.item) && (at < lastKnown || !rows.length)).length;
}

function quieten(row) {
  row.classList.remove("is-unread");
  row.querySelector(".topic-news")?.remove();
}

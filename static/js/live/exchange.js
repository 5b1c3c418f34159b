// Lays what has changed into the page, and lets alone what somebody is at.
//   keepingPlace(act)          what stands at the top of the window stays there
//   exchange(old, fresh)       the inside of an element, where it says something else; what is in use later
//   differs(old, fresh)

const waiting = new Map(); // element → what is to be laid into it once it is not in use

export function keepingPlace(act) {
  const anchor = topmost();
  const before = anchor?.getBoundingClientRect().top;
  const made = act();
  if (anchor?.isConnected) {
    const moved = anchor.getBoundingClientRect().top - before;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  }
  return made;
}

function topmost() {
  const items = document.querySelectorAll("main [data-key-items] > *, main .composer");
  let best = null;
  for (const item of items) {
    const { top, bottom } = item.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) continue;
    const starts = top >= 0 ? top : innerHeight - top; // what begins in the window, else what reaches into it
    if (!best || starts < best.starts) best = { item, starts };
  }
  return best?.item ?? null;
}

export function differs(old, fresh) {
  return said(old) !== said(fresh);
}

// What an element says, without what scripts make of it.
function said(element) {
  const copy = element.cloneNode(true);
  for (const time of copy.querySelectorAll("time[datetime]")) {
    time.textContent = time.dateTime;
    time.removeAttribute("data-exact");
  }
  for (const acts of copy.querySelectorAll("a[data-acts], details.menu[name=post]")) acts.replaceWith("…"); // opened or not
  for (const details of copy.querySelectorAll("details[open]")) details.removeAttribute("open");
  for (const hidden of copy.querySelectorAll(".visually-hidden")) hidden.remove(); // "new", until it is seen
  for (const act of copy.querySelectorAll("[formaction*='/reading-order/']")) act.removeAttribute("formaction");
  for (const busy of copy.querySelectorAll("[data-busy]")) busy.removeAttribute("data-busy");
  return copy.innerHTML.trim();
}

export function exchange(old, fresh) {
  waiting.delete(old);
  if (!old || !fresh || !differs(old, fresh)) return false;
  if (isInUse(old)) {
    waiting.set(old, fresh);
    return false;
  }
  const focused = old.contains(document.activeElement) ? sameAgain(document.activeElement) : null;
  const open = [...old.querySelectorAll(":scope details")].map((details) => details.open);
  old.replaceChildren(...[...fresh.cloneNode(true).childNodes].map((node) => document.adoptNode(node)));
  [...old.querySelectorAll(":scope details")].forEach((details, at) => (details.open = open[at] ?? details.open));
  if (focused) (old.querySelector(focused) ?? old.closest("[tabindex]"))?.focus({ preventScroll: true });
  return true;
}

// An open menu, or words that somebody has marked.
function isInUse(element) {
  if (element.querySelector("details.menu[open]") || element.closest("details.menu[open]")) return true;
  const selection = getSelection();
  return !selection.isCollapsed && selection.rangeCount > 0 && selection.getRangeAt(0).intersectsNode(element);
}

// How the same control is found in what comes instead of it.
function sameAgain(element) {
  if (element.hasAttribute("formaction")) {
    const base = element.getAttribute("formaction").replace(/remove\/$/, "");
    return `[formaction^="${CSS.escape(base)}"]`;
  }
  if (element.hasAttribute("href")) return `[href="${CSS.escape(element.getAttribute("href"))}"]`;
  return element.localName === "summary" ? "a[data-acts], summary" : null;
}

let timer = 0;
function layWhatWaits() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    for (const [old, fresh] of [...waiting]) keepingPlace(() => exchange(old, fresh));
  }, 300);
}
for (const kind of ["toggle", "selectionchange"]) {
  document.addEventListener(kind, () => waiting.size && layWhatWaits(), true);
}

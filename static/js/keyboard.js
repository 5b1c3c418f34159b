// Single keys that do what the page offers. The page says what, this module only listens:
//   data-key="r"               pressing the key clicks a link or button, or focuses a field; "g h" is g, then h.
//                              Within the current item first, then anywhere outside of items. Escape leaves the field
//                              for its item, or for the page, where keys act again.
//   data-key-items=".post"     a list whose items (by that selector) j and k walk through
//   data-key-open              the link inside an item that takes the focus; else the item's first heading link, else the item
//   data-opens="ID"            a button that opens the dialog of that id
//   data-keys-switch           a checkbox that turns single keys off in this browser (WCAG 2.1.4)
// Keys rest while one types, while a dialog is open, and with Ctrl, Alt or Meta held.

const storageKey = "single-keys";
const waitForSecondKey = 1200; // milliseconds

let current = null;
let first = "";
let timer = 0;

function areKeysOn() {
  try { return localStorage.getItem(storageKey) !== "off"; } catch { return true; }
}

function isTyping(target) {
  return target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [role=textbox]");
}

function items() {
  return [...document.querySelectorAll("[data-key-items]")].flatMap(
    (list) => [...list.querySelectorAll(list.dataset.keyItems)],
  );
}

function currentItem(all) {
  const focused = document.activeElement;
  return all.find((item) => item.contains(focused)) ?? (all.includes(current) ? current : null);
}

function firstInView(all) {
  return all.find((item) => item.getBoundingClientRect().bottom > 80) ?? null;
}

function step(distance) {
  const all = items();
  if (!all.length) return;
  const here = currentItem(all);
  const next = here ? all[all.indexOf(here) + distance] : firstInView(all);
  if (!next) return;
  current?.classList.remove("is-current");
  current = next;
  current.classList.add("is-current");
  const target = next.querySelector("[data-key-open]") ?? next.querySelector(":is(h2, h3) a") ?? next;
  if (target === next) next.tabIndex = -1;
  target.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function act(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const all = items();
  const inItem = currentItem(all)?.querySelector(selector);
  const target = inItem ?? [...document.querySelectorAll(selector)].find((one) => !all.some((item) => item.contains(one)));
  if (!target) return false;
  if (isTyping(target)) {
    const folded = target.closest("details:not([open])");
    if (folded) folded.open = true;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  } else {
    target.focus();
    target.click();
    if (target.matches("summary")) requestAnimationFrame(() => target.parentElement.scrollIntoView({ block: "nearest" }));
  }
  return true;
}

function fold(place) {
  const unfolded = place.closest("[data-key-items] details[open]");
  if (!unfolded) return;
  unfolded.open = false;
  unfolded.querySelector("summary").focus();
}

function leave(field) {
  const item = items().find((one) => one.contains(field));
  field.blur();
  if (!item) return;
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
}

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

function begins(key) {
  return [...document.querySelectorAll("[data-key]")].some((one) => one.dataset.key.startsWith(`${key} `));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape" && event.target.matches("[data-key]")) leave(event.target);
    return;
  }
  if (event.key === "Escape") return fold(event.target);
  if (event.key === "?") {
    event.preventDefault();
    open("keyboard-help");
    return;
  }
  if (!areKeysOn() || event.key.length !== 1) return;
  clearTimeout(timer);
  const sequence = first ? `${first} ${event.key}` : event.key;
  first = "";
  if (sequence === "j" || sequence === "k") {
    event.preventDefault();
    step(sequence === "j" ? 1 : -1);
  } else if (act(sequence)) {
    event.preventDefault();
  } else if (begins(sequence)) {
    first = sequence;
    timer = setTimeout(() => { first = ""; }, waitForSecondKey);
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) open(opener.dataset.opens);
});

for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.checked = areKeysOn();
  box.addEventListener("change", () => {
    try { localStorage.setItem(storageKey, box.checked ? "on" : "off"); } catch { /* Kept for this page alone. */ }
  });
}

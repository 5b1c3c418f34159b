// Shows <time datetime> in the reader's own words: relative within a week, with the exact one on hover and on focus, absolute after.
// The zone is that of <html data-time-zone>, else the browser's. Times that arrive later (htmx, socket) are treated as they come.

const root = document.documentElement;
// The day stands before the month, as the server writes it (config/formats); “en” alone would be American.
const language = root.lang === "en" ? "en-GB" : root.lang || undefined;
const timeZone = root.dataset.timeZone || undefined;
const exactly = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone });
const thisYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone });
const otherYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone });
const relatively = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "narrow" });

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function words(moment, now) {
  const distance = moment - now;
  const size = Math.abs(distance);
  if (size < minute) return relatively.format(0, "second");
  if (size < hour) return relatively.format(Math.trunc(distance / minute), "minute");
  if (size < day) return relatively.format(Math.trunc(distance / hour), "hour");
  if (size < 7 * day) return relatively.format(Math.trunc(distance / day), "day");
  const format = new Date(moment).getFullYear() === new Date(now).getFullYear() ? thisYear : otherYear;
  return format.format(moment).replace("Sept", "Sep"); // three letters for each month, as everywhere
}

function show(element, now) {
  const moment = Date.parse(element.dateTime);
  if (Number.isNaN(moment) || "plain" in element.dataset) return;
  const text = words(moment, now);
  if (element.textContent !== text) element.textContent = text;
  element.dataset.exact = exactly.format(moment);
}

function showAll(within) {
  const now = Date.now();
  for (const element of within.querySelectorAll("time[datetime]")) show(element, now);
}

showAll(document);
setInterval(() => showAll(document), minute);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node instanceof Element) showAll(node.parentElement ?? node);
  }
}).observe(document.body, { childList: true, subtree: true });

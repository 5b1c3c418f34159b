// Shows <time datetime> in the reader's own words: relative within a week, with the exact one on hover and on focus, absolute after.
//   time[data-appointment]   the day and the hour, and on hover how far they are
// The zone is that of <html data-time-zone>, else the browser's. Times that arrive later (htmx, socket) are treated as they come.

import { dates, language } from "./dates.js";

const exactly = dates({ dateStyle: "full", timeStyle: "short" });
const appointed = dates({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const thisYear = dates({ day: "numeric", month: "short" });
const otherYear = dates({ day: "numeric", month: "short", year: "numeric" });
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
  const isAppointment = "appointment" in element.dataset; // people meet then: the day and the hour, not how far they are
  const text = isAppointment ? appointed.format(moment).replace("Sept", "Sep") : words(moment, now);
  if (element.textContent !== text) element.textContent = text;
  element.dataset.exact = isAppointment ? words(moment, now) : exactly.format(moment);
}

function showAll(within) {
  const now = Date.now();
  for (const element of within.querySelectorAll("time[datetime]")) show(element, now);
}

showAll(document);
setInterval(() => showAll(document), minute);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue;
      if (node.matches("time[datetime]")) show(node, Date.now());
      else showAll(node); // not its parent: a room of thousands of lines gets one more
    }
  }
}).observe(document.body, { childList: true, subtree: true });

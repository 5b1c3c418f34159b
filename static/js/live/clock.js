// Hours and days of messages that come while one looks, as the server writes them (forum.chat.views.showing).
//   clock(at) → "22:14"   dayOf(at) → "Thursday, 26 November 2026"   at: milliseconds since 1970

import { dates } from "../dates.js";

const hours = dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const days = dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

export function clock(at) {
  return hours.format(at);
}

export function dayOf(at) {
  const part = Object.fromEntries(days.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.weekday}, ${part.day} ${part.month} ${part.year}`;
}

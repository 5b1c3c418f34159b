// Whether a message goes on with the one above it, under one name (forum.chat.views.showing says it for the server).
//   goesOn(above, { author, at })   above: li.message or null   author: id   at: milliseconds since 1970

const longest = 5 * 60_000;

export function goesOn(above, { author, at }) {
  return Number(above?.dataset.author) === Number(author) && at - saidAt(above) < longest;
}

export function saidAt(row) {
  return Date.parse(row?.querySelector("time")?.dateTime);
}

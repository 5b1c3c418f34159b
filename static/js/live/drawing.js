// A message drawn in the page before the server has been asked for it: templates/chat/message.html in small.
//   header(author, at, href)   body(html)   foot({ reply, acts, words })   dayLine(at)

import { fragment } from "../elements.js";
import { clock, dayOf } from "./clock.js";

export function header({ initials, hue, avatar, handle, name }, at, href = "") {
  const made = document.createElement("header");
  const who = link(`/people/${encodeURIComponent(handle)}/`, "who", name);
  const when = document.createElement("time");
  when.dateTime = new Date(at).toISOString();
  when.dataset.plain = "";
  when.textContent = clock(at);
  const where = href ? link(href, "message-when", when) : document.createElement("span");
  if (!href) where.className = "message-when";
  where.replaceChildren(when);
  made.append(picture({ initials, hue, avatar }), who, " ", where);
  return made;
}

export function body(html) {
  const made = document.createElement("div");
  made.className = "prose is-compact";
  made.append(fragment(html));
  return made;
}

export function foot({ reply, acts, words }) {
  const made = document.createElement("footer");
  if (reply) made.append(link(reply, "at-hand", words.reply, { key: "r" }));
  made.append(link(acts, "at-hand", words.acts, { key: ".", acts: "" }));
  return made;
}

export function dayLine(at) {
  const made = document.createElement("li");
  made.className = "day";
  const said = document.createElement("span");
  said.textContent = dayOf(at);
  made.append(said);
  return made;
}

function picture({ initials, hue, avatar }) {
  const made = document.createElement(avatar ? "img" : "span");
  made.className = avatar ? "avatar" : `avatar hue-${hue}`;
  if (avatar) Object.assign(made, { src: avatar, width: 32, height: 32, alt: "" });
  else made.textContent = initials;
  made.setAttribute("aria-hidden", "true");
  return made;
}

function link(href, className, words, data = {}) {
  const made = document.createElement("a");
  made.href = href;
  made.className = className;
  made.append(words);
  Object.assign(made.dataset, data);
  return made;
}

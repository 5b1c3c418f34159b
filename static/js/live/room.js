// A room while it is open: what is said in it appears, what one says is sent, and how the connection is stands in words.
//   ol.messages[data-room][data-head][data-read][data-events-url]   .room-talk around it
//   form[data-say], or [data-begun] and [data-may-write] where nothing can be said   form.room-read
//   [data-room-words]: what this script says, and where it says it

import { Composer } from "../composer/composer.js";
import { completeNames } from "../composer/mentions.js";
import { answerInPlace } from "./answering.js";
import { keepBegun, showBegun } from "./begun.js";
import { connect } from "./connection.js";
import { Past } from "./history.js";
import { Lines } from "./lines.js";
import { newLines } from "./new_lines.js";
import { openOutbox } from "./outbox.js";
import { keepPins } from "./pins.js";
import { whileAway } from "./polling.js";
import { hadAllNews, tellByPage, tellReading } from "./reading.js";
import { Saying } from "./say.js";
import { layUnsent } from "./unsent.js";
import { showWriters, tellWriting } from "./writing.js";

const list = document.querySelector("ol.messages[data-room]");
if (list) open(list);

async function open(list) {
  const room = Number(list.dataset.room);
  const frame = list.closest(".room-talk");
  const place = document.querySelector("[data-room-words]");
  const words = { ...place.dataset };
  const self = JSON.parse(words.self);
  place.hidden = false;
  const form = document.querySelector("form[data-say]");
  const lines = new Lines(list, { words, self, mayWrite: Boolean(form) });
  const connection = connect();
  const outbox = await openOutbox(self.id);
  const saying = form && beginSaying(form, { list, room, self, connection, outbox, lines, words });
  const past = new Past(frame, () => more.offer());
  const more = newLines(frame, words, past);
  const present = place.querySelector("[data-live-present]");
  const pins = keepPins();
  const writers = showWriters(place.querySelector("[data-live-typing]"), { one: words.typing, many: words.typingMany });
  const status = place.querySelector("[data-live-status]");
  const polling = whileAway(connection, {
    room,
    url: list.dataset.eventsUrl,
    comes() {
      status.textContent = words.byPages;
      return saying?.goByPages();
    },
  });
  const button = document.querySelector("form.room-read");
  const token = button?.elements.csrfmiddlewaretoken.value ?? form?.elements.csrfmiddlewaretoken.value;
  const reading = tellReading(frame, {
    follows: more.follows,
    hasAll: hadAllNews(list),
    last: () => connection.lastOf(room),
    tell: (seq) => connection.tell("read", { room, seq }) || (polling.isByPages && tellByPage(words.read, token, seq)),
  });
  const allow = (rights) => (saying ? saying.allow(rights) : offerToWrite(rights));

  connection.onState(({ state, seconds }) => {
    if (!polling.isByPages) status.textContent = state === "away" ? words.away.replace("%s", seconds) : (words[state] ?? "");
    if (state !== "live") present.textContent = "";
  });
  leadToNews(frame);
  connection.follow(room, {
    after: Number(list.dataset.head),
    take(event) {
      list.dispatchEvent(new CustomEvent("room-event", { detail: event })); // whatever else of the page follows it
      if (event.kind === "history") return location.reload();
      if (event.kind === "said") {
        saying?.arrived(event.cid);
        if (past.isCut && event.by === self.id) return location.assign(words.room);
        const isNew = past.isCut || more.keeping(() => lines.add(event));
        writers.said(event.by);
        if (isNew && event.by !== self.id) more.add();
        if (more.follows()) past.shorten();
      } else {
        if (event.kind === "session" && !past.isCut) more.keeping(() => lines.happened(event));
        lines.change(event);
        pins(event);
      }
      reading.look();
    },
    brief({ kind, d: told }) {
      if (kind === "typing") writers.wrote(told.by);
      if (kind === "may") allow(told);
      if (kind === "present") list.dataset.present = told.count;
      if (kind === "present") present.textContent = told.count > 1 ? words.present.replace("%s", told.count) : words.presentOne;
    },
    taken(rights) {
      allow(rights);
      reading.again();
    },
    reset: () => location.reload(),
    revoked: () => location.assign(words.rooms),
  });
  if (saying) return saying.resume();
  showBegun(document.querySelector("[data-begun]"), { person: self.id, room });
  layUnsent(await outbox.of(room), { lines, outbox, say: words.unsent });
}

function beginSaying(form, { list, room, self, connection, outbox, lines, words }) {
  completeNames(new Composer(form)); // before what sends by Enter, which takes a name first
  keepBegun(form, { person: self.id, room, answer: answerInPlace(list, form) });
  tellWriting(form.elements.text, () => connection.tell("typing", { room }));
  return new Saying({ form, room, connection, outbox, lines, words });
}

// Whoever may write by now loads the page when they like: they may be reading far back.
function offerToWrite({ may }) {
  const offer = document.querySelector("[data-may-write]");
  if (offer) offer.hidden = !may.includes("write");
}

// One goes on where one was, if that is in the page. An address that names a message has led there already.
function leadToNews(frame) {
  const news = document.getElementById("new");
  if (news && !location.hash && !document.querySelector(".new-above")) frame.scrollTop += news.getBoundingClientRect().top - frame.getBoundingClientRect().top;
}

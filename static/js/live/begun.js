// What was begun and not said yet stays in this browser, for this person and this room, whatever page one looks at.
//   keepBegun(form, { person, room, answer })   showBegun(place, { person, room })   where nothing can be said by now
//   forgetBegun(person)   in all rooms

import { Shelf } from "../composer/shelf.js";

export function keepBegun(form, { person, room, answer }) {
  const shelf = new Shelf(person, placeOf(room));
  const { text, reply_to: answered } = form.elements;
  const begun = shelf.read();
  if (begun?.text && !text.value) text.value = begun.text;
  if (begun?.answer && text.value === begun.text && !answered.value) answer(begun.answer);
  const keep = () => {
    if (!text.value.trim()) return shelf.clear();
    shelf.write({ text: text.value, answer: answered.value ? answerIn(form) : null, at: Date.now() });
  };
  text.addEventListener("input", keep);
  form.addEventListener("change", keep); // by the scripts: answered otherwise, or kept as a line
}

export function showBegun(place, { person, room }) {
  const begun = new Shelf(person, placeOf(room)).read()?.text;
  if (!begun) return;
  place.querySelector("textarea").value = begun;
  place.hidden = false;
}

export function forgetBegun(person) {
  Shelf.clearAll(person, placeOf(""));
}

const placeOf = (room) => `room-${room}`;

function answerIn(form) {
  const note = form.querySelector("[data-say-answers]");
  return { id: form.elements.reply_to.value, name: note.querySelector("b").textContent, words: note.querySelector("span").textContent };
}

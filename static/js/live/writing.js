// Who is writing: told while somebody types, and said of others until they stop.
//   tellWriting(field, tell)                    calls `tell` every few seconds at most
//   const writers = showWriters(place, { one, many })   in both sentences %(names)s is who it is
//   writers.wrote({ id, name })   writers.said(id): what they wrote is there

import { personOf } from "./person.js";

const every = 3_000; // milliseconds between two signs
const lasts = 6_000;
const named = 3;

export function tellWriting(field, tell) {
  let next = 0;
  field?.addEventListener("input", () => {
    if (Date.now() < next) return;
    next = Date.now() + every;
    tell();
  });
}

export function showWriters(place, { one, many }) {
  const writers = new Map(); // id → { name, timer }
  const show = () => {
    const names = [...writers.values()].map(({ name }) => name);
    const said = names.length > 1 ? many : one;
    place.textContent = names.length ? said.replace("%(names)s", names.slice(0, named).join(", ")) : "";
  };
  const said = (id) => {
    clearTimeout(writers.get(id)?.timer);
    if (writers.delete(id)) show();
  };
  const wrote = ({ id, name }) => {
    if (id === Number(personOf())) return;
    clearTimeout(writers.get(id)?.timer);
    writers.set(id, { name, timer: setTimeout(() => said(id), lasts) });
    show();
  };
  return { wrote, said };
}

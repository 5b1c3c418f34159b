// Who reads a topic as well, and who is writing a reply: those whose doings this reader may see, and else a number.
//   const take = hereAndWriting(thread, connection, stream, counted)   take(message) for each that comes in passing

import { personOf } from "./person.js";
import { showWriters, tellWriting } from "./writing.js";

const named = 5;

export function hereAndWriting(thread, connection, stream, counted) {
  const place = thread.querySelector("[data-live-here]");
  const present = place.querySelector("[data-live-present]");
  const typing = place.querySelector("[data-live-typing]");
  const self = Number(personOf());
  const { wrote } = showWriters(typing, typing.dataset);
  tellWriting(thread.querySelector("form[data-composer]"), () => connection.tell("typing", { stream }));

  return ({ kind, d }) => {
    if (kind === "present") {
      counted(d.count);
      const others = d.people.filter(({ id }) => id !== self).map(({ name }) => name).slice(0, named);
      const { one, many, named: withNames } = present.dataset;
      const said = d.count < 2 ? one : others.length ? withNames : many;
      present.textContent = said.replace("%(count)s", d.count).replace("%(names)s", others.join(", "));
      place.hidden = false;
    }
    if (kind === "typing") wrote(d.by);
  };
}

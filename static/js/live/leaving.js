// Whoever signs out leaves no words behind in this browser that were begun in rooms or did not arrive.
//   forgetWhereSignedOut()   on the pages of somebody who is signed in: the form is not kept waiting, so that a window that
//                            is closed at once has signed out too; what takes time is done on the page that comes
//   forgetWhoSignedOut()     on a page of nobody

import { forgetBegun } from "./begun.js";
import { forgetOutbox } from "./outbox.js";
import { personOf } from "./person.js";

const mark = "weft-signed-out";

export function forgetWhereSignedOut() {
  kept((storage) => storage.removeItem(mark)); // it did not come to that
  document.addEventListener("submit", ({ target: form }) => {
    const person = personOf();
    if (!("signsOut" in form.dataset) || !person) return;
    forgetBegun(person);
    kept((storage) => storage.setItem(mark, person));
  });
}

export async function forgetWhoSignedOut() {
  const person = kept((storage) => storage.getItem(mark));
  if (!person) return;
  await forgetOutbox(person);
  kept((storage) => storage.removeItem(mark));
}

// A browser that keeps nothing has nothing to forget.
function kept(act) {
  try { return act(localStorage); } catch { return null; }
}

// Where this browser keeps words at once: until the server has them, or, of rooms, until they are said or one signs out.
// One record for each person and place, gone after a week at the latest:
//   {text, title, parent, revision, at: ms, base: ISO time of the server's draft it grew from, isUnsaved, attempt: {key, words}}

const prefix = "draft:";
const mostAge = 7 * 24 * 3600 * 1000;

export class Shelf {
  constructor(person, place) {
    this.key = `${prefix}${person}:${place}`;
    forgetOld();
  }

  read() {
    try { return JSON.parse(localStorage.getItem(this.key)); } catch { return null; }
  }

  // False where the browser keeps nothing: storage may be full or forbidden.
  write(record) {
    try {
      localStorage.setItem(this.key, JSON.stringify(record));
      return true;
    } catch {
      return false;
    }
  }

  // All places of a person that begin so.
  static clearAll(person, place) {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(`${prefix}${person}:${place}`)) localStorage.removeItem(key);
    } catch { /* What cannot be kept need not be forgotten. */ }
  }

  clear() {
    try { localStorage.removeItem(this.key); } catch { /* What cannot be kept need not be forgotten. */ }
  }
}

function forgetOld() {
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
      const record = JSON.parse(localStorage.getItem(key));
      if (!(record?.at > Date.now() - mostAge)) localStorage.removeItem(key);
    }
  } catch { /* As above. */ }
}

// What was written and is not known to have arrived: kept on this device until it has, whatever happens to the page.
//   const outbox = await openOutbox(person)
//   outbox.put({ cid, room, body, replyTo, at, refused })   outbox.drop(cid)   outbox.of(room) → in the order of writing
//   await forgetOutbox(person)   all of it

const STORE = "lines";

export async function openOutbox(person) {
  try {
    return new Outbox(await open(nameFor(person)));
  } catch {
    return new Forgetful(); // a browser that keeps nothing: lines live as long as the page
  }
}

export async function forgetOutbox(person) {
  const outbox = await openOutbox(person);
  return outbox.empty().catch(() => null); // what this browser cannot open, it does not hold either
}

const nameFor = (person) => `weft-outbox-${person}`;

function open(name) {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open(name, 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore(STORE, { keyPath: "cid" });
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

const inOrder = (room) => (lines) => lines.filter((line) => line.room === room).sort((one, other) => one.at - other.at);

class Outbox {
  #database;

  constructor(database) {
    this.#database = database;
  }

  put(line) {
    return this.#do("readwrite", (store) => store.put(line));
  }

  drop(cid) {
    return this.#do("readwrite", (store) => store.delete(cid));
  }

  empty() {
    return this.#do("readwrite", (store) => store.clear());
  }

  of(room) {
    return this.#do("readonly", (store) => store.getAll()).then(inOrder(room));
  }

  #do(mode, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

class Forgetful {
  #lines = new Map();

  async put(line) {
    this.#lines.set(line.cid, line);
  }

  async drop(cid) {
    this.#lines.delete(cid);
  }

  async empty() {
    this.#lines.clear();
  }

  async of(room) {
    return inOrder(room)([...this.#lines.values()]);
  }
}

// One socket for the whole tab. It comes back by itself, and says in words how it is.
//   const connection = connect()
//   connection.onState(({ state, seconds }) => …)    "connecting", "live", "away" (tries again after `seconds`), "ended",
//                                                     "resting" (nobody looks; it comes back when somebody does)
//   connection.follow(room, { after, take, taken, reset, revoked, brief })   take(event) for each event in its order;
//                                                     taken(rights) whenever one is in the room from then on
//   connection.watch(stream, { at, told, brief, lost })               as watches.js says
//   connection.ask("send", { room, … }) → Promise of the answer; rejects with { code, say } or when the socket is lost
//   connection.onThisSocket(act) → the same, done only while there is no other socket: that one asks for everything anew

import { personOf } from "./person.js";
import { soonAgain, Watches } from "./watches.js";

const VERSION = 1;
const shortest = 1_000; // milliseconds before the first new attempt
const longest = 30_000;
const patience = 15_000; // for an answer
const deaf = 10_000; // without anything, once the page has given a sign of life
const lasting = new Set([4401, 4403, 4426]); // closed for good: signed out, barred, this page is too old
const tooMany = 4409; // pages of this person; another one came later

let ofThisTab = null;

export function connect() {
  ofThisTab ??= new Connection(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`);
  return ofThisTab;
}

class Connection {
  #address;
  #socket = null;
  #attempts = 0;
  #timer = 0;
  #beat = 0;
  #heardAt = 0; // when the last thing came
  #number = 0;
  #unseen = 0; // events since the last beat
  #mostUnseen = 100;
  #asked = new Map(); // number of a question → { resolve, reject, timer }
  #watches = new Watches(this);
  #rooms = new Map(); // room → { last, handlers }
  #listeners = new Set();
  #state = { state: "connecting", seconds: 0 };

  constructor(address) {
    this.#address = address;
    addEventListener("online", () => this.#now());
    addEventListener("offline", () => this.#socket && this.#giveUp(this.#socket));
    addEventListener("focus", () => this.#now());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#now();
      if (this.isLive) this.#see(); // whoever looks elsewhere is not present
    });
    this.#open();
  }

  get isLive() {
    return this.#state.state === "live";
  }

  onState(listener) {
    this.#listeners.add(listener);
    listener(this.#state);
  }

  follow(room, { after, ...handlers }) {
    this.#rooms.set(room, { last: after, handlers });
    if (this.isLive) this.#subscribe(room);
  }

  watch(stream, handlers) {
    this.#watches.add(stream, handlers);
  }

  lastOf(room) {
    return this.#rooms.get(room)?.last ?? 0;
  }

  // What came another way, by a page or by asking for it, is taken as if it had come here.
  take(event) {
    const followed = this.#rooms.get(event.room);
    if (!followed || event.seq <= followed.last) return true;
    if (event.seq !== followed.last + 1) return false;
    followed.last = event.seq;
    followed.handlers.take(event);
    return true;
  }

  ask(type, facts) {
    if (!this.isLive) return Promise.reject({ code: "away" });
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#answer(id, "reject", { code: "late" }), patience);
      this.#asked.set(id, { resolve, reject, timer });
      this.#send({ t: type, id, ...facts });
    });
  }

  // True where it left: nothing is said of what becomes of it.
  tell(type, facts) {
    return this.isLive && this.#send({ t: type, ...facts });
  }

  onThisSocket(act) {
    const socket = this.#socket;
    return () => socket === this.#socket && act();
  }

  #open() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#socket) return;
    this.#show("connecting");
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    // Somebody else may sign in in another tab meanwhile. What was written here is not said in their name.
    const person = Number(personOf()) || null;
    socket.onopen = () => socket.send(JSON.stringify({ t: "hello", v: VERSION, person }));
    socket.onmessage = (message) => {
      this.#heardAt = Date.now();
      this.#take(JSON.parse(message.data));
    };
    this.#timer = setTimeout(() => this.#giveUp(socket), patience); // until it is greeted
    socket.onclose = (closing) => this.#lost(socket, closing.code);
  }

  #now() {
    const { state } = this.#state;
    if (state === "away" || (state === "resting" && document.visibilityState === "visible")) this.#open();
  }

  // A network that forgot the connection never says so, and closing waits for the other side.
  #giveUp(socket) {
    this.#lost(socket, 1006);
    socket.close();
  }

  #lost(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
    for (const id of [...this.#asked.keys()]) this.#answer(id, "reject", { code: "away" });
    if (lasting.has(code)) return this.#show("ended", 0, code);
    // Browsers let a page that nobody looks at beat once a minute, which is too seldom; and nothing is the matter.
    if (code === tooMany || document.visibilityState === "hidden") return this.#show("resting");
    const bound = Math.min(longest, shortest * 2 ** this.#attempts++);
    const wait = Math.random() * bound;
    this.#show("away", Math.ceil(wait / 1000));
    this.#timer = setTimeout(() => this.#open(), wait);
  }

  #take(message) {
    switch (message.t) {
      case "welcome":
        return this.#welcomed(message);
      case "ev":
        if (++this.#unseen >= this.#mostUnseen) this.#see();
        if (message.lane) return; // what moderators see is not shown here
        // A gap: what is missing is asked for by subscribing once more from what is known.
        return this.take(message) || this.#subscribe(message.room);
      case "ok":
      case "sub.ok":
      case "watch.ok":
        return this.#answer(message.id, "resolve", message);
      case "err":
        return this.#answer(message.id, "reject", message);
      case "told":
        return this.#watches.told(message);
      case "eph":
        if (message.stream) return this.#watches.brief(message);
        return this.#rooms.get(message.room)?.handlers.brief?.(message);
      case "reset":
        return this.#rooms.get(message.room)?.handlers.reset?.(message);
      case "revoked":
        if (message.stream) return this.#watches.lose(message.stream);
        this.#rooms.get(message.room)?.handlers.revoked?.(message);
        return this.#rooms.delete(message.room);
      case "drain":
        return this.#draining(message);
    }
  }

  #welcomed(welcome) {
    this.#attempts = 0;
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#live(), (welcome.beat ?? 15) * 1000);
    this.#mostUnseen = welcome.limits?.beat_events ?? this.#mostUnseen;
    this.#show("live");
    for (const room of this.#rooms.keys()) this.#subscribe(room);
    this.#watches.askForAll();
  }

  // Each beat is answered; where nothing came since the last one, nobody is there.
  #live() {
    const socket = this.#socket;
    const beatAt = Date.now();
    this.#see();
    setTimeout(() => socket === this.#socket && this.#heardAt < beatAt && this.#giveUp(socket), deaf);
  }

  #see() {
    this.#unseen = 0;
    const seen = Object.fromEntries([...this.#rooms].map(([room, { last }]) => [room, last]));
    this.#send({ t: "beat", seen, active: document.visibilityState === "visible" });
  }

  async #subscribe(room) {
    const followed = this.#rooms.get(room);
    if (!followed) return;
    const again = this.onThisSocket(() => this.#subscribe(room));
    let rights;
    try {
      rights = await this.ask("sub", { room, after: followed.last });
    } catch (problem) {
      if (!soonAgain(problem, again)) followed.handlers.revoked?.(problem);
      return;
    }
    followed.handlers.taken?.(rights);
  }

  // The server ends: come back to another one a little later, not all at once.
  #draining(message) {
    const socket = this.#socket;
    setTimeout(() => socket?.close(), Math.random() * (message.in ?? 5) * 1000);
  }

  #answer(id, how, value) {
    const asked = this.#asked.get(id);
    if (!asked) return;
    clearTimeout(asked.timer);
    this.#asked.delete(id);
    asked[how](value);
  }

  #send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #show(state, seconds = 0, code = 0) {
    this.#state = { state, seconds, code };
    for (const listener of this.#listeners) listener(this.#state);
  }
}

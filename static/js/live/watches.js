// The streams that this tab watches, asked for together and told apart by their names.
//   watches.add(stream, { at, told, brief, lost })   at(version) when it is watched, told(message) for each change,
//                                                    brief(message) for what passes, lost() when it is not for this person
//   soonAgain(problem, act)   does it again a little later where a question failed for now; false where it failed for good

const soon = 3_000; // milliseconds, where nobody says how long

export function soonAgain({ code, retry }, act) {
  const passes = retry || code === "away" || code === "late";
  if (passes) setTimeout(act, retry * 1000 || soon);
  return Boolean(passes);
}

export class Watches {
  #connection;
  #watched = new Map(); // stream → handlers
  #wanted = new Set(); // streams that are not watched yet

  constructor(connection) {
    this.#connection = connection;
  }

  add(stream, handlers) {
    this.#watched.set(stream, handlers);
    if (this.#connection.isLive) this.#askSoon([stream]);
  }

  // Another socket begins anew.
  askForAll() {
    this.#askSoon(this.#watched.keys());
  }

  told(message) {
    this.#watched.get(message.stream)?.told?.(message);
  }

  brief(message) {
    this.#watched.get(message.stream)?.brief?.(message);
  }

  lose(stream) {
    const handlers = this.#watched.get(stream);
    this.#watched.delete(stream);
    handlers?.lost?.();
  }

  // What is asked for in one go is one question.
  #askSoon(streams) {
    if (!this.#wanted.size) queueMicrotask(() => this.#ask());
    for (const stream of streams) this.#wanted.add(stream);
  }

  async #ask() {
    const streams = [...this.#wanted];
    this.#wanted.clear();
    if (!streams.length) return;
    const again = this.#connection.onThisSocket(() => this.#askSoon(streams));
    try {
      const { versions, refused } = await this.#connection.ask("watch", { streams });
      for (const [stream, version] of Object.entries(versions)) this.#watched.get(stream)?.at?.(version);
      for (const stream of refused) this.lose(stream);
    } catch (problem) {
      soonAgain(problem, again);
    }
  }
}

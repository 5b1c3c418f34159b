// Where a proxy lets no socket through, the same events are asked for every few seconds.
//   const polling = whileAway(connection, { room, url, comes })   comes() whenever a page came through: it says what waits,
//   and is true where something was said: then it is asked once more
//   polling.isByPages   while pages come through and no socket does

const every = 4_000; // milliseconds
const after = 8_000;

export function whileAway(connection, { room, url, comes }) {
  let timer = 0;
  let isWanted = false;
  const polling = { isByPages: false };
  const ask = async () => {
    const headers = { accept: "application/json" };
    const response = await fetch(`${url}?after=${connection.lastOf(room)}`, { headers }).catch(() => null);
    const told = response?.ok ? await response.json().catch(() => null) : null;
    for (const event of told?.events ?? []) connection.take(event);
    return Boolean(told);
  };
  const again = async () => {
    if ((await ask()) && isWanted) {
      polling.isByPages = true;
      if (await comes()) await ask();
    }
    if (isWanted) wait(every * (0.75 + Math.random() / 2));
  };
  const wait = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(again, milliseconds);
  };
  connection.onState(({ state }) => {
    const wasWanted = isWanted;
    isWanted = state === "away" || state === "connecting";
    if (state === "live" || state === "ended") polling.isByPages = false;
    if (!isWanted) clearTimeout(timer);
    else if (!wasWanted) wait(after); // however often a socket is tried meanwhile
  });
  return polling;
}

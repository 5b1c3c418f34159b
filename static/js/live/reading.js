// What one has had before one's eyes is read: the latest, while the page is looked at and stands at the end of the talk,
// once all that is new has been in the page. Whoever has missed more than a page says so by the button, or goes through it.
//   const reading = tellReading(frame, { follows, hasAll, last, tell })
//   reading.look()    whenever there may be more      reading.again()   after something may have been lost on the way
//   tell(seq) → true where it left; called seldom

const every = 2_000; // milliseconds

export function tellReading(frame, { follows, hasAll, last, tell }) {
  let seen = 0;
  let told = 0;
  let timer = 0;
  const now = () => {
    if (seen > told && tell(seen)) told = seen;
  };
  const look = () => {
    if (document.visibilityState !== "visible" || !follows() || !hasAll()) return;
    seen = Math.max(seen, last());
    if (timer || seen <= told) return;
    now(); // at once, and then what comes within two seconds together
    timer = setTimeout(() => {
      timer = 0;
      now();
    }, every);
  };
  document.addEventListener("visibilitychange", look);
  frame.addEventListener("scroll", look, { passive: true });
  addEventListener("pagehide", now);
  return {
    look,
    again() {
      told = 0;
      look();
    },
  };
}

// True once the first message that is new has been in the page; what stands in front may leave it again.
export function hadAllNews(list) {
  const above = document.querySelector(".new-above");
  let hasAll = !above;
  return () => {
    if (hasAll || Number(list.querySelector("li.message[data-seq]")?.dataset.seq) > Number(list.dataset.read) + 1) return hasAll;
    above.remove(); // there is nothing more before it
    return (hasAll = true);
  };
}

// Where no socket comes through. The answer is not waited for: it is told again with the next.
export function tellByPage(url, token, seq) {
  const body = new URLSearchParams({ seq, csrfmiddlewaretoken: token });
  fetch(url, { method: "POST", body, keepalive: true }).catch(() => null);
  return true;
}

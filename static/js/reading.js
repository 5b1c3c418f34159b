// Tells the server which posts were seen: a second in view, or scrolled past. Batched; the last ones are told on leaving.
//   [data-topic][data-seen-url]  around the posts
//   .post[data-number]           a post; .is-unread where it has not been seen, which goes once it is

const inView = 1000; // milliseconds
const pause = 2500;
const later = 20_000; // after a failure

for (const thread of document.querySelectorAll("[data-topic][data-seen-url]")) watch(thread);

function watch(thread) {
  const token = document.querySelector("#act [name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  const timers = new Map();
  const told = new Set();
  let waiting = new Set();
  let timer = 0;

  const see = (post) => {
    timers.delete(post);
    observer.unobserve(post);
    const number = Number(post.dataset.number);
    if (!number || told.has(number)) return;
    told.add(number);
    waiting.add(number);
    timer ||= setTimeout(() => tell(false), pause);
  };

  const tell = async (isLeaving) => {
    clearTimeout(timer);
    timer = 0;
    if (!waiting.size) return;
    const numbers = waiting;
    waiting = new Set();
    const body = new URLSearchParams({ spans: spans(numbers), csrfmiddlewaretoken: token });
    const response = await fetch(thread.dataset.seenUrl, { method: "POST", body, keepalive: isLeaving }).catch(() => null);
    if (response?.ok) {
      unmark(thread, numbers);
    } else if (!response || response.status === 429 || response.status >= 500) {
      for (const number of numbers) waiting.add(number);
      timer ||= setTimeout(() => tell(false), later);
    }
  };

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, intersectionRatio, intersectionRect, boundingClientRect } of entries) {
      const fills = intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2;
      if (isIntersecting && fills && document.visibilityState === "visible") {
        if (!timers.has(target)) timers.set(target, setTimeout(() => see(target), inView));
      } else {
        const wasShown = timers.has(target);
        clearTimeout(timers.get(target));
        timers.delete(target);
        if (wasShown && !isIntersecting && boundingClientRect.bottom <= 0) see(target);
      }
    }
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });

  const observe = (within) => {
    for (const post of within.querySelectorAll(".post.is-unread[data-number]")) observer.observe(post);
  };
  observe(thread);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) observe(node.parentElement ?? node);
    }
  }).observe(thread, { childList: true, subtree: true });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") { observe(thread); return; }
    for (const pending of timers.values()) clearTimeout(pending);
    for (const post of timers.keys()) { observer.unobserve(post); }
    timers.clear();
    tell(true);
  });
  addEventListener("pagehide", () => tell(true));
}

// {1, 2, 3, 7} becomes "1-3,7-7"; at most a hundred spans are taken at once.
function spans(numbers) {
  const found = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.slice(0, 100).map(([low, high]) => `${low}-${high}`).join(",");
}

function unmark(thread, numbers) {
  for (const post of thread.querySelectorAll(".post.is-unread[data-number]")) {
    if (!numbers.has(Number(post.dataset.number))) continue;
    post.classList.remove("is-unread");
    const word = post.querySelector(":is(header, p) .visually-hidden");
    if (word) word.textContent = "";
  }
}

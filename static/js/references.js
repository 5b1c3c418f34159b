// Leads from post to post: a link to one that is on this page scrolls there instead of loading the page anew.
// The address then is the link's own, so that it can be copied and loaded again, and the way back leads back.
// An address that names a post which its page does not hold, or which lacks "#post-57" at its end, is completed.

const thread = document.querySelector("article[data-topic]");
const address = /^(\/t\/\d+\/)(?:[^/]+\/)?(?:(\d+)\/)?$/;

function namedBy(hash) {
  return Number(/^#post-(\d+)$/.exec(hash)?.[1] ?? 0);
}

function isOfThisTopic(path) {
  return address.exec(path)?.[1] === `/t/${thread.dataset.topic}/`;
}

function follow(event) {
  const link = event.target.closest("a[href*='#post-']");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (link.target || url.origin !== location.origin || !isOfThisTopic(url.pathname)) return;
  const post = document.getElementById(url.hash.slice(1));
  if (!post || !namedBy(url.hash)) return;
  event.preventDefault();
  if (url.href !== location.href) history.pushState(null, "", url.pathname + url.search);
  location.replace(url.hash); // marks the post as :target, which pushState does not
  post.focus({ preventScroll: true });
}

function complete() {
  const asked = Number(address.exec(location.pathname)?.[2] ?? 0);
  const named = namedBy(location.hash);
  if (asked > 1 && !location.hash && document.getElementById(`post-${asked}`)) {
    location.replace(`#post-${asked}`);
  } else if (named && named !== asked && !location.search.includes("branch=") && named <= Number(thread.dataset.last) && !document.getElementById(`post-${named}`)) {
    const base = document.querySelector("link[rel=canonical]");
    location.replace(`${new URL(base.href).pathname}${named}/${location.hash}`);
  }
}

// A change of the order comes back to the post that is being read.
function comeBackHere(event) {
  const button = event.target.closest("[formaction*='/reading-order/']");
  if (!button) return;
  const post = [...thread.querySelectorAll(".post[data-number]")].find((one) => one.getBoundingClientRect().bottom > 80);
  if (!post || post.dataset.number === "1") return;
  const url = new URL(button.formAction);
  const base = new URL(document.querySelector("link[rel=canonical]").href).pathname;
  url.searchParams.set("next", `${base}${post.dataset.number}/#${post.id}`);
  button.formAction = url.pathname + url.search;
}

if (thread) {
  document.addEventListener("click", follow);
  document.addEventListener("click", comeBackHere);
  addEventListener("hashchange", complete);
  complete();
}

// Lets acts on posts happen where they are. Where anything is unusual, what was pressed does what it would without script.
//   button[form=act]   the post's foot comes back with what has changed; a message of a room comes back whole
//   [data-turns]       the button in it comes back as it is then
//   a[data-acts]       what else can be done with the post opens under it, where the link would open a page

import { fragment } from "./elements.js";

const part = { "HX-Request": "true" };

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  const post = button?.closest(".post[data-number]");
  const message = button?.closest(".message[data-message]");
  const turns = button?.closest("[data-turns]");
  if (form.id !== "act" || (!post && !message && !turns)) return;
  // Accepting an answer changes more than one foot: that page comes whole.
  if (button.getAttribute("formaction").includes("/accept/")) return;
  event.preventDefault();
  if (button.dataset.busy) return;
  button.dataset.busy = "true";
  const answer = await html(button.getAttribute("formaction"), { method: "POST", body: new FormData(form) });
  delete button.dataset.busy;
  if (answer === null) resubmit(form, button);
  else if (turns) turn(turns, answer);
  else if (message) putMessage(message, answer, button);
  else putInPlace(post, answer, button);
});

// The focus shows what is at hand, and what it shows moves what one is about to press.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("a[data-acts]")) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-acts]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const sheet = await html(link.href);
  if (sheet === null) location.assign(link.href);
  else openUnder(link.isConnected ? link : sameLink(link), sheet);
});

async function html(url, how = {}) {
  try {
    const response = await fetch(url, { ...how, headers: part });
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}

// A message that came live is drawn anew as soon as one is at it.
function sameLink(link) {
  return document.querySelector(`a[data-acts][href="${CSS.escape(link.getAttribute("href"))}"]`);
}

function openUnder(link, sheet) {
  if (!link) return; // it was removed meanwhile
  const menu = document.createElement("details");
  menu.className = "menu";
  menu.name = "post";
  menu.innerHTML = `<summary data-key=".">${link.innerHTML}</summary>${sheet}`;
  link.replaceWith(menu);
  menu.open = true;
  menu.firstElementChild.focus({ preventScroll: true });
}

function turn(place, inner) {
  place.innerHTML = inner;
  place.firstElementChild?.focus({ preventScroll: true });
}

function putInPlace(post, inner, button) {
  const foot = post.querySelector(":scope > footer");
  const wasInMenu = button.closest(".menu") !== null;
  foot.innerHTML = inner;
  const target = sameActIn(foot, button) ?? (wasInMenu ? foot.querySelector("a[data-acts]") : null);
  target?.focus({ preventScroll: true });
}

function putMessage(message, whole, button) {
  const fresh = fragment(whole).querySelector("li");
  message.className = fresh.className;
  message.replaceChildren(...fresh.childNodes);
  (sameActIn(message, button) ?? message).focus({ preventScroll: true });
}

// What was pressed, or what takes it back now.
function sameActIn(place, button) {
  const path = button.getAttribute("formaction");
  const opposite = path.endsWith("/remove/") ? path.replace(/remove\/$/, "") : `${path}remove/`;
  return [path, opposite].map((each) => place.querySelector(`[formaction="${CSS.escape(each)}"]`)).find(Boolean);
}

function resubmit(form, button) {
  form.action = button.getAttribute("formaction");
  form.submit();
}

// Lets acts on posts happen where they are. Where anything is unusual, what was pressed does what it would without script.
//   button[form=act]   the post's foot comes back with what has changed
//   [data-turns]       the button in it comes back as it is then
//   a[data-acts]       what else can be done with the post opens under it, where the link would open a page

const part = { "HX-Request": "true" };

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  const post = button?.closest(".post[data-number]");
  const turns = button?.closest("[data-turns]");
  if (form.id !== "act" || (!post && !turns)) return;
  // Accepting an answer changes more than one foot: that page comes whole.
  if (button.getAttribute("formaction").includes("/accept/")) return;
  event.preventDefault();
  if (button.dataset.busy) return;
  button.dataset.busy = "true";
  const answer = await html(button.getAttribute("formaction"), { method: "POST", body: new FormData(form) });
  delete button.dataset.busy;
  if (answer === null) resubmit(form, button);
  else if (turns) turn(turns, answer);
  else putInPlace(post, answer, button);
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-acts]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const sheet = await html(link.href);
  if (sheet === null) location.assign(link.href);
  else if (link.isConnected) openUnder(link, sheet);
});

async function html(url, how = {}) {
  try {
    const response = await fetch(url, { ...how, headers: part });
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}

function openUnder(link, sheet) {
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
  const path = button.getAttribute("formaction");
  foot.innerHTML = inner;
  const opposite = path.endsWith("/remove/") ? path.replace(/remove\/$/, "") : `${path}remove/`;
  const again = [path, opposite].map((each) => foot.querySelector(`[formaction="${CSS.escape(each)}"]`)).find(Boolean);
  const target = again ?? (wasInMenu ? foot.querySelector("a[data-acts]") : null);
  target?.focus({ preventScroll: true });
}

function resubmit(form, button) {
  form.action = button.getAttribute("formaction");
  form.submit();
}

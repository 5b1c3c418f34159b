// Lets answers to what waits be given where it stands: the thing comes back as it is then, or as a line that says what
// became of it, and the next one is at hand. Where anything is unusual, the form does what it would without script.

const part = { "HX-Request": "true" };

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  const thing = form.closest("[data-queue] > .waiting");
  if (!thing) return;
  event.preventDefault();
  if (thing.dataset.busy) return;
  thing.dataset.busy = "true";
  const next = after(thing);
  const body = new FormData(form);
  const pressed = button ?? form.querySelector("button[name=act]");
  body.set(pressed.name, pressed.value);
  const list = thing.parentElement;
  body.set("list", list.dataset.queue);
  body.set("shows", list.dataset.shows);
  const [fresh, left] = await answered(form.action, body);
  if (!fresh) return resubmit(form, pressed);
  keepTyped(thing, fresh, form);
  sayWhatItWas(thing, fresh);
  thing.replaceWith(fresh);
  if (left) sayWhatIsLeft(left);
  if (fresh.matches(".is-done") && next) goTo(next);
  else (fresh.querySelector("[aria-invalid]") ?? fresh).focus();
});

// A line that says what became of something says of what.
function sayWhatItWas(thing, fresh) {
  const line = fresh.matches(".is-done") && fresh.querySelector("p");
  const name = thing.querySelector("h2 :is(a, [data-called])");
  if (!line || !name) return;
  const called = document.createElement("b");
  called.textContent = name.textContent.trim();
  line.prepend(called, " · ");
}

// What was typed beside the form that was sent stays typed.
function keepTyped(thing, fresh, sent) {
  for (const field of thing.querySelectorAll("input[id]:not([type=checkbox])")) {
    const twin = field.form === sent ? null : fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (twin) twin.value = field.value;
  }
  const [before, after] = [thing, fresh].map((each) => each.querySelector("input[name=chosen]"));
  if (before && after) after.checked = before.checked;
}

// How much waits by its kind, and in all, as it was counted with the answer: the latest count is the one that is said,
// in whatever order answers arrive.
let countedAt = 0;
function sayWhatIsLeft(left) {
  if (Number(left.dataset.queueLeft) < countedAt) return;
  countedAt = Number(left.dataset.queueLeft);
  const tabs = left.querySelector(".queue-tabs");
  const shown = document.querySelector(".queue-tabs");
  if (tabs) shown?.replaceWith(tabs);
  else shown?.remove();
  document.querySelector(".queue-end").replaceChildren(...left.querySelector(".queue-end").childNodes);
  const together = document.getElementById("bulk");
  if (together) together.hidden = !document.querySelector("[data-queue] input[name=chosen]");
}

// The list item that the answer holds, and how much is left; without the first where it holds none.
async function answered(url, body) {
  try {
    const response = await fetch(url, { method: "POST", body, headers: part });
    if (response.redirected) return [];
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    return [holder.content.querySelector("li.waiting"), holder.content.querySelector("[data-queue-left]")];
  } catch {
    return [];
  }
}

function after(thing) {
  const all = [...document.querySelectorAll("[data-queue] > .waiting:not(.is-done)")];
  return all[all.indexOf(thing) + 1] ?? all.find((each) => each !== thing) ?? document.querySelector(".pager [rel=next]");
}

function goTo(next) {
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function resubmit(form, pressed) {
  const told = document.createElement("input");
  told.type = "hidden";
  told.name = pressed.name;
  told.value = pressed.value;
  form.append(told);
  form.submit();
}

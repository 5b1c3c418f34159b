// Shows what the post will look like on demand, and keeps that up to date while it is shown.

import { sentenceOf } from "./composer.js";

const pause = 600; // milliseconds

export function preview(composer) {
  const button = composer.form.querySelector("button[name=preview]");
  const sheet = composer.form.querySelector("#composer-preview");
  if (!button || !composer.form.dataset.previewUrl) return;
  const words = button.textContent;
  let isShown = false;
  let timer = 0;
  let latest = 0;

  const show = async () => {
    const turn = ++latest;
    const html = await fetched(composer);
    if (turn !== latest || !isShown) return;
    if (typeof html === "string") sheet.innerHTML = html; // sanitised by the server, as every post is
    else sheet.textContent = html.sentence;
  };

  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    isShown = !isShown;
    button.setAttribute("aria-pressed", String(isShown));
    button.textContent = isShown ? composer.say("hide-preview") : words;
    if (isShown) show();
    else sheet.replaceChildren();
  });
  composer.text.addEventListener("input", () => {
    if (!isShown) return;
    clearTimeout(timer);
    timer = setTimeout(show, pause);
  });
}

async function fetched(composer) {
  try {
    const fields = { text: composer.text.value, place: composer.place };
    const response = await composer.post(composer.form.dataset.previewUrl, fields);
    if (response.ok) return await response.text();
    return { sentence: await sentenceOf(response) || composer.say("no-preview") };
  } catch {
    return { sentence: composer.say("no-preview") };
  }
}

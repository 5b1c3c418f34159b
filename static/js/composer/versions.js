// Offers another version of the words, and the way back from it: nothing that was typed is ever only thrown away.

export function offerVersions(composer, other, sentence, label, act = null) {
  const line = document.createElement("p");
  line.className = "composer-kept small";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "as-link";
  button.textContent = composer.say(label);
  line.append(`${sentence} `, button);
  composer.text.parentElement.before(line);
  let next = other;
  let isTurned = false;
  button.addEventListener("click", () => {
    if (act) { act(); return; }
    const { text, title } = composer.words;
    composer.fill(next);
    next = { text, title };
    isTurned = !isTurned;
    button.textContent = composer.say(isTurned && label === "discard" ? "bring-back" : label);
    composer.text.focus();
  });
}

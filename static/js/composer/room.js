// Says how much room is left, once that matters. Nothing is cut off: what is too long can be kept and shortened.

const most = 32_000;
const near = 2_000;

export function countRoom(composer) {
  const line = document.createElement("span");
  line.className = "composer-room";
  line.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  composer.statusLine.before(line, spoken, " ");
  let wasOver = false;
  const count = () => {
    // The server counts code points and one sign for each line end.
    const left = most - (composer.text.value.length > most - near ? [...composer.text.value].length : 0);
    if (left > near) line.textContent = "";
    else if (left >= 0) line.textContent = composer.say("left", { count: left });
    else line.textContent = composer.say("over", { count: -left });
    line.classList.toggle("is-over", left < 0);
    if (left < 0 !== wasOver) spoken.textContent = wasOver ? "" : line.textContent; // read out once, not at every key
    wasOver = left < 0;
  };
  composer.text.addEventListener("input", count);
  count();
}

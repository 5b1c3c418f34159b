// The formatting buttons: data-wraps="**" around the selection, data-prefixes="> " before its lines, data-links for a link.

export function format(composer) {
  const bar = composer.form.querySelector("[role=toolbar]");
  if (!bar) return;
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.wraps) wrap(composer, button.dataset.wraps);
    else if (button.dataset.prefixes) prefix(composer, button.dataset.prefixes);
    else link(composer);
  });
  bar.addEventListener("keydown", (event) => walk(event, buttons));
  composer.text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const mark = { b: "**", i: "*" }[event.key];
    if (!mark) return;
    event.preventDefault();
    wrap(composer, mark);
  });
}

// One tab stop for the bar; the arrows go from button to button.
function walk(event, buttons) {
  const here = buttons.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  let next = step ? (here + step + buttons.length) % buttons.length : -1;
  if (event.key === "Home") next = 0;
  if (event.key === "End") next = buttons.length - 1;
  if (next < 0) return;
  event.preventDefault();
  buttons.forEach((button, index) => { button.tabIndex = index === next ? 0 : -1; });
  buttons[next].focus();
}

function wrap(composer, mark) {
  const { selectionStart: start, selectionEnd: end, value } = composer.text;
  const chosen = value.slice(start, end);
  const around = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (around && chosen) {
    composer.replace(chosen, start - mark.length, end + mark.length);
    composer.text.setSelectionRange(start - mark.length, end - mark.length);
    return;
  }
  composer.replace(mark + chosen + mark);
  composer.text.setSelectionRange(start + mark.length, end + mark.length);
}

function prefix(composer, mark) {
  const { selectionStart, selectionEnd, value } = composer.text;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lines = value.slice(start, selectionEnd).split("\n");
  const isThere = lines.every((line) => line.startsWith(mark));
  const text = lines.map((line) => (isThere ? line.slice(mark.length) : mark + line)).join("\n");
  composer.replace(text, start, selectionEnd);
}

function link(composer) {
  const { selectionStart: start, selectionEnd: end, value } = composer.text;
  const chosen = value.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const address = isAddress ? chosen : composer.say("link-address");
  const words = isAddress ? "" : chosen;
  composer.replace(`[${words}](${address})`);
  // What is still missing is selected, so that typing or pasting fills it in.
  const from = isAddress || !words ? start + 1 : start + words.length + 3;
  composer.text.setSelectionRange(from, isAddress || !words ? from : from + address.length);
}

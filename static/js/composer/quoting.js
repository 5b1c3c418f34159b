// Offers "Quote" beside words that were selected in a post, and puts them into the composer.

import { answer, postAround } from "./answering.js";

export function quoteSelections(composer) {
  if (!composer.place.startsWith("topic:")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quote-button button is-quiet";
  button.textContent = composer.say("quote");
  button.hidden = true;
  document.body.append(button);

  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => offer(button), 200);
  });
  // The selection must survive the press.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const found = selectedInPost();
    button.hidden = true;
    if (!found) return;
    getSelection().removeAllRanges();
    answer(composer, found.post);
    composer.insertParagraph(quotation(composer, found));
    composer.form.scrollIntoView({ block: "nearest" });
  });
}

function offer(button) {
  const found = selectedInPost();
  button.hidden = !found;
  if (!found) return;
  const rects = found.range.getClientRects();
  const last = rects[rects.length - 1];
  if (!last) { button.hidden = true; return; }
  const top = scrollY + last.bottom + 6;
  const left = scrollX + Math.min(Math.max(last.right - 40, 8), document.documentElement.clientWidth - 90);
  button.style.setProperty("--top", `${top}px`);
  button.style.setProperty("--left", `${left}px`);
}

function selectedInPost() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const inside = range.commonAncestorContainer;
  const words = (inside.nodeType === Node.ELEMENT_NODE ? inside : inside.parentElement)?.closest(".post > .prose");
  const post = words && postAround(words);
  const text = selection.toString().trim();
  return post && text ? { range, post, text } : null;
}

// The same form as the server's own quotations (forum.core.markup.quote_markdown).
function quotation(composer, { post, text }) {
  const lines = text.split("\n").map((line) => `> ${line}`.trimEnd());
  return `> **@${post.handle} ${composer.say("wrote")} #${post.number}:**\n>\n${lines.join("\n")}\n\n`;
}

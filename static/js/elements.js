// Makes what scripts lay into a page.
//   fragment(html)          HTML of the server, rendered and sanitised when it was written
//   linkButton(words, act)  a button that looks like a link

export function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

export function linkButton(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "as-link";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

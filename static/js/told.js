// What was just done is said at the top of a page (#notices). Screen readers read out what changes there, and not what was
// there when the page came: so it comes anew. Where the page opened further down it stays in view (notice.css) until
// the reader, who has had the time to read it, moves on.

const settled = 700; // milliseconds, until what the page itself says is out
const read = 6_000;
const notices = document.getElementById("notices");

if (notices?.childElementCount) {
  setTimeout(() => { for (const each of [...notices.children]) each.replaceWith(each.cloneNode(true)); }, settled);
  setTimeout(() => {
    addEventListener("scroll", () => notices.classList.add("is-told"), { once: true, passive: true });
  }, read);
}

// Closes an open <details class="menu"> on a click outside, on Escape, and when the focus leaves it, and shows it whole; copies links.
//   a[data-copies="Copied"]  a link whose address is put on the clipboard instead of being followed, where the browser allows

function openMenus() {
  return document.querySelectorAll("details.menu[open]");
}

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});

// A sheet that opens at the foot of the window comes into view, above the bar of a phone.
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.menu[open]")) event.target.querySelector(".menu-sheet")?.scrollIntoView({ block: "nearest" });
}, true);

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest("details.menu[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copies]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(link.href);
  const words = link.textContent;
  link.textContent = `✓ ${link.dataset.copies}`;
  setTimeout(() => { link.textContent = words; }, 1500);
});

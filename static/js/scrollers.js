// Lets the keyboard into listings and tables that are wider than their column: they become focusable while they overflow.

function admit(element) {
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) admit(target);
});

function watch(within) {
  for (const element of within.querySelectorAll(".prose pre, .prose > table, .table-scroll")) widths.observe(element);
}

watch(document);
document.addEventListener("htmx:load", (event) => watch(event.target));

// Sets the colours before the first paint, so that a page never flashes; loaded in <head>, not as a module, for that reason.
//
// A choice made in this browser goes before the person's stored one, which the server writes as <html data-theme>.
//   [data-theme-choice="auto|light|dark"]  a button that makes the choice
//   form[data-theme-setting]               saving it stores a preference, which then counts in this browser too
(() => {
  const root = document.documentElement;
  const key = "theme";

  const remembered = () => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  const remember = (theme) => {
    try {
      if (theme) localStorage.setItem(key, theme);
      else localStorage.removeItem(key);
    } catch { /* A browser that stores nothing still changes colours for this page. */ }
  };
  const show = () => {
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === root.dataset.theme));
    }
  };

  const chosen = remembered();
  if (["auto", "light", "dark"].includes(chosen)) root.dataset.theme = chosen;

  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    root.dataset.theme = button.dataset.themeChoice;
    remember(button.dataset.themeChoice);
    show();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-theme-setting]")) remember(null);
  });
})();

// Brings who sent a form that came back to what is wrong with it. Browsers do so themselves by `autofocus`, but not where the address names
// a part of the page, or where something else had the focus first.

document.querySelector("[data-takes-focus]")?.focus();

// Counts the messages that are chosen, and lets a range be chosen with the shift key.
//   form#choose[data-chosen]   input[name=message][form=choose]   [data-choosing-count]

const form = document.querySelector("form#choose");
const place = form.querySelector("[data-choosing-count]");
const asks = place.textContent;
const boxes = [...document.querySelectorAll("input[type=checkbox][form=choose]")];
const elsewhere = form.querySelectorAll("input[type=hidden][name=message]").length;
let last = null;

function count() {
  const number = elsewhere + boxes.filter(({ checked }) => checked).length;
  place.textContent = number ? form.dataset.chosen.replace("%s", number) : asks;
}

for (const box of boxes) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    count();
  });
}
count();

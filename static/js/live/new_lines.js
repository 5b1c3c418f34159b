// Lines that come below what one reads: a button says how many, and what is read stays where it is.
//   const more = newLines(frame, words, past)   more.follows()   more.add()   more.keeping(act)
//   more.offer()   the latest are not in the page any more, and can be loaded

const near = 120; // pixels from the end within which one follows along

// The frame is laid out from its end: 0 is the last line, and what is above is negative.
export function newLines(frame, words, past) {
  let count = 0;
  const follows = () => !past.isCut && -frame.scrollTop < near;
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button new-lines";
  made.hidden = true;
  made.addEventListener("click", () => (past.isCut ? location.assign(words.room) : (frame.scrollTop = 0)));
  frame.after(made);
  frame.addEventListener("scroll", () => {
    if (!follows()) return;
    count = 0;
    made.hidden = true;
  }, { passive: true });
  return {
    follows,
    add() {
      if (follows()) return;
      count += 1;
      made.textContent = count === 1 ? words.one : words.many.replace("%s", count);
      made.hidden = false;
    },
    offer() {
      made.textContent = words.latest;
      made.hidden = false;
    },
    keeping(act) {
      const [height, isFollowing] = [frame.scrollHeight, follows()];
      const made = act();
      if (!isFollowing) frame.scrollTop -= frame.scrollHeight - height;
      return made;
    },
  };
}

// Answering a message where one is: what was being written stays, and the talk does not move.
//   const answer = answerInPlace(list, form)   answer({ id, name, words })

export function answerInPlace(list, form) {
  const note = form.querySelector("[data-say-answers]");
  const answer = ({ id, name, words }) => {
    form.elements.reply_to.value = id;
    note.querySelector("b").textContent = name;
    note.querySelector("span").textContent = words;
    note.hidden = !id;
    form.dispatchEvent(new Event("change"));
  };
  const answerAndWrite = (answered) => {
    answer(answered);
    form.elements.text.focus();
  };
  list.addEventListener("click", (happening) => {
    const link = happening.target.closest("a[data-key=r], a[data-replies]");
    const line = link?.closest("li.message");
    if (!line || happening.ctrlKey || happening.metaKey || happening.shiftKey) return;
    happening.preventDefault();
    const words = line.querySelector(".prose").textContent.trim().slice(0, 90);
    answerAndWrite({ id: line.dataset.message, name: line.querySelector(".who").textContent, words });
  });
  note.querySelector("a").addEventListener("click", (happening) => {
    happening.preventDefault();
    history.replaceState(null, "", happening.currentTarget.href); // loaded again, it would answer again
    answerAndWrite({ id: "", name: "", words: "" });
  });
  return answer;
}

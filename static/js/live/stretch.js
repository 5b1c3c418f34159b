// A stretch of a room that was opened by its number: who goes on from where they were has read it once its end is seen.
//   ol.messages[data-read][data-room]   form.room-read

import { hadAllNews, tellByPage } from "./reading.js";

const list = document.querySelector("ol.messages[data-room]");
const form = document.querySelector("form.room-read");
const last = [...(list?.querySelectorAll("li.message[data-seq]") ?? [])].at(-1);
if (form && last && hadAllNews(list)()) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((each) => each.isIntersecting)) return;
    watcher.disconnect();
    tellByPage(form.action, form.elements.csrfmiddlewaretoken.value, last.dataset.seq);
  });
  watcher.observe(last);
}

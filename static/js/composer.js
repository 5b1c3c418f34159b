// Makes writing a post easier; the form in components/composer.html works without it. This file only puts the parts together.

import { Composer } from "./composer/composer.js";
import { answerInPlace } from "./composer/answering.js";
import { attachFiles } from "./composer/uploads.js";
import { completeNames } from "./composer/mentions.js";
import { countRoom } from "./composer/room.js";
import { format } from "./composer/toolbar.js";
import { keepWords } from "./composer/keeping.js";
import { preview } from "./composer/preview.js";
import { quoteSelections } from "./composer/quoting.js";
import { send } from "./composer/sending.js";

for (const form of document.querySelectorAll("form[data-composer]")) {
  const composer = new Composer(form);
  const words = keepWords(composer);
  const files = attachFiles(composer);
  format(composer);
  preview(composer);
  completeNames(composer);
  countRoom(composer);
  answerInPlace(composer);
  quoteSelections(composer);
  send(composer, words, files);
}

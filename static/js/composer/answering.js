// Sets which post is answered without leaving the page.
//   a[data-reply="57"]   answers post 57 of the thread on this page
//   a[data-quote="1234"] answers the post with that id and quotes it

export function answerInPlace(composer) {
  if (!composer.place.startsWith("topic:")) return;
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[data-reply], a[data-quote], a[data-composer-no-parent]");
    if (!link) return;
    event.preventDefault();
    link.closest("details[open]")?.removeAttribute("open");
    if (link.dataset.reply) answer(composer, postAround(link));
    else if (link.dataset.quote) quoteWhole(composer, link);
    else answer(composer, null);
    composer.text.focus({ preventScroll: true });
    composer.form.scrollIntoView({ block: "nearest", behavior: calmly() });
  });
}

// What the page says of the post that an element belongs to: {number, name, handle}; null outside of posts.
export function postAround(element) {
  const post = element.closest(".post[data-number]");
  if (!post) return null;
  const author = post.querySelector(":scope > header .who");
  return {
    number: Number(post.dataset.number),
    name: author?.textContent ?? "",
    handle: decodeURIComponent(author?.pathname.split("/").at(-2) ?? ""),
  };
}

// Lets the composer answer a post; null, or the opening post, means the topic as a whole.
export function answer(composer, post) {
  const line = composer.form.querySelector("[data-composer-parent]");
  const number = post && post.number > 1 ? post.number : 0;
  composer.form.elements.parent.value = number || "";
  line.hidden = !number;
  if (number) {
    const link = line.querySelector("a");
    link.href = `#post-${number}`;
    link.textContent = `#${number} ${post.name}`;
  }
  composer.form.dispatchEvent(new Event("composer:parent"));
}

// The same for a number alone, with the name that the page shows of that post, if it shows it.
export function answerNumber(composer, number) {
  const post = number && document.querySelector(`.post[data-number="${number}"] > header`);
  answer(composer, number ? { ...(post ? postAround(post) : { name: "" }), number } : null);
}

async function quoteWhole(composer, link) {
  const url = `/posts/${link.dataset.quote}/quotation/`;
  const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) { location.assign(link.href); return; }
  const { markdown, number, name } = await response.json();
  answer(composer, { number, name });
  composer.insertParagraph(markdown);
}

function calmly() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

// A topic while it is read: posts that change do so where they stand, and new ones wait until they are asked for.
//   article[data-topic][data-version][data-last], .posts in it, template[data-live-words], [data-live-here]

import { exchange, keepingPlace } from "./exchange.js";
import { Fresh } from "./fresh.js";
import { hereAndWriting } from "./here.js";
import { Pill, say } from "./pill.js";

// The parts of the page beside the posts that may say something else.
const parts = [".page-head > div:first-child", ".page-head > .row", ".topic-noted", "nav.tabs", "main nav.pager:last-of-type", "aside.aside"];
const onlyOfOne = new Set(["edited", "reacted"]);

export function followTopic(thread, connection) {
  new FollowedTopic(thread, connection).begin();
}

class FollowedTopic {
  constructor(thread, connection) {
    this.thread = thread;
    this.connection = connection;
    this.posts = thread.querySelector(".posts");
    this.version = Number(thread.dataset.version);
    this.last = Number(thread.dataset.last);
    this.words = { ...thread.querySelector("template[data-live-words]").dataset };
    this.pill = new Pill(this.words);
    this.fresh = new Fresh({ take: (page) => this.take(page), gone: () => this.gone() });
    this.isGone = false;
  }

  begin() {
    const stream = `topic:${this.thread.dataset.topic}`;
    const here = hereAndWriting(this.thread, this.connection, stream, (count) => (this.fresh.crowd = count));
    this.connection.watch(stream, {
      at: (version) => version > this.version && this.fresh.ask(),
      told: (message) => this.told(message),
      brief: here,
      lost: () => this.gone(),
    });
  }

  told({ version, kind, d }) {
    if (version <= this.version) return;
    // A change of one post that is not on this page changes nothing here.
    if (onlyOfOne.has(kind) && d.number && !this.postNumbered(d.number)) return;
    this.fresh.ask();
  }

  take(page) {
    const thread = page.querySelector(`article[data-topic="${this.thread.dataset.topic}"]`);
    if (!thread) return;
    this.version = Math.max(this.version, Number(thread.dataset.version));
    const fresh = [...thread.querySelectorAll(".posts > .post")];
    keepingPlace(() => {
      for (const post of fresh) this.exchangePost(this.postNumbered(post.dataset.number), post);
      this.takeOut(fresh, thread);
      this.exchangeAnswer(thread);
      for (const part of parts) exchange(document.querySelector(part), page.querySelector(part));
      this.reply(thread);
    });
    this.offer(fresh, thread);
  }

  exchangePost(post, fresh) {
    if (!post) return;
    const marks = ["is-accepted", "is-removed"];
    for (const mark of marks) post.classList.toggle(mark, fresh.classList.contains(mark));
    const shape = (one) => [...one.children].map(({ localName, className }) => `${localName}.${className}`).join();
    if (shape(post) !== shape(fresh)) exchange(post, fresh);
    else [...post.children].forEach((child, at) => exchange(child, fresh.children[at]));
  }

  // Posts that left the thread, not those that only stand on another page now.
  takeOut(fresh, thread) {
    const there = new Set(fresh.map((post) => post.dataset.number));
    const posts = [...this.posts.querySelectorAll(":scope > .post")];
    const isThere = (post) => there.has(post.dataset.number);
    const [first, last] = [posts.findIndex(isThere), posts.findLastIndex(isThere)];
    const [hasEarlier, hasLater] = ["prev", "next"].map((way) => thread.querySelector(`a[rel=${way}]`) !== null);
    for (const [at, post] of posts.entries()) {
      const isElsewhere = (at < first && hasEarlier) || (at > last && hasLater);
      if (!isThere(post) && !isElsewhere) post.remove();
    }
  }

  exchangeAnswer(thread) {
    const [old, fresh] = [this.posts, thread].map((one) => one.querySelector(".accepted-answer"));
    if (old && !fresh) old.remove();
    else if (old) exchange(old, fresh);
    else if (fresh) this.posts.querySelector(":scope > .post")?.after(document.adoptNode(fresh));
  }

  // Whether one may answer: a composer with words in it stays whatever happens, with the reason above it.
  reply(thread) {
    const ours = this.thread.querySelector("form[data-composer]");
    const may = thread.querySelector("form[data-composer]") !== null;
    this.thread.querySelector("[data-live-closed]")?.remove();
    if (ours && !may) this.close(ours, say(thread.querySelector("#reply")?.textContent.trim() ?? ""));
    if (!ours && may) this.close(this.thread.querySelector("#reply"), say(this.words.open, { reload: this.words.reload }));
  }

  close(before, notice) {
    notice.dataset.liveClosed = "";
    (before?.closest("section") ?? before)?.before(notice);
  }

  offer(fresh, thread) {
    const last = Number(thread.dataset.last);
    const missing = fresh.filter((post) => !this.postNumbered(post.dataset.number));
    const isNews = (post) => post.classList.contains("is-unread") && Number(post.dataset.number) > this.last;
    const here = missing.filter(isNews);
    // Written or seen in another window, or come onto this page because one before it went.
    const quiet = missing.filter((post) => !isNews(post));
    if (quiet.length) keepingPlace(() => this.insert(quiet, fresh, thread));
    const known = new Set(fresh.map((post) => Number(post.dataset.number)));
    const elsewhere = [];
    for (let number = this.last + 1; number <= last; number += 1) {
      if (!known.has(number) && !this.postNumbered(number)) elsewhere.push(number);
    }
    const isWindowFull = thread.querySelector("a[rel=next]") !== null || new URLSearchParams(location.search).has("branch") || thread.querySelector(".folded");
    const outside = isWindowFull ? elsewhere : []; // otherwise they were removed before anybody saw them
    if (here.length) this.pill.show(here.length + outside.length, { act: () => this.bring(here, fresh, thread, outside) });
    else if (outside.length) this.pill.show(outside.length, { href: this.addressOf(outside[0]) });
    else this.pill.hide();
  }

  bring(posts, fresh, thread, outside) {
    keepingPlace(() => this.insert(posts, fresh, thread));
    this.last = Math.max(this.last, ...posts.map((post) => Number(post.dataset.number)), ...outside);
    const first = this.postNumbered(Math.min(...posts.map((post) => Number(post.dataset.number))));
    first.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    first.focus({ preventScroll: true });
    if (outside.length) this.pill.show(outside.length, { href: this.addressOf(outside[0]) });
    else this.pill.hide();
  }

  // Each behind the one that it follows on the page as it is now: at the end in time order, at its place in the tree.
  insert(posts, fresh, thread) {
    const line = thread.querySelector(".unread-line");
    for (const post of posts) {
      const at = fresh.indexOf(post);
      const before = fresh.slice(0, at).reverse().map((one) => this.postNumbered(one.dataset.number)).find(Boolean);
      const made = document.importNode(post, true);
      if (before) before.after(made);
      else this.posts.prepend(made);
      if (line && made.classList.contains("is-unread") && !this.posts.querySelector(".unread-line")) made.before(document.importNode(line, true));
    }
  }

  gone() {
    if (this.isGone) return;
    this.isGone = true;
    this.pill.hide();
    const composer = this.thread.querySelector("form[data-composer]");
    this.posts.replaceChildren(say(this.words.gone));
    for (const part of [".page-head", "nav.tabs", "nav.pager", ".accepted-answer"]) this.thread.querySelector(part)?.remove();
    document.querySelector("aside.aside")?.remove();
    composer?.querySelector("[data-composer-send]")?.setAttribute("disabled", "");
  }

  postNumbered(number) {
    return this.posts.querySelector(`:scope > .post[data-number="${number}"]`);
  }

  addressOf(number) {
    const base = new URL(document.querySelector("link[rel=canonical]").href).pathname;
    return `${base}${number}/#post-${number}`;
  }
}

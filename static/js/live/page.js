// What every page of somebody who is signed in does while it is open: one socket, and whatever on the page can change.

import { connect } from "./connection.js";
import { keepCounts } from "./counts.js";
import { forgetWhereSignedOut } from "./leaving.js";
import { followInbox } from "./inbox.js";
import { followLists } from "./lists.js";
import { followTopic } from "./topic.js";

const connection = connect();
forgetWhereSignedOut();
const topic = document.querySelector("article[data-topic][data-version]");
if (topic?.querySelector("template[data-live-words]")) followTopic(topic, connection);
const place = document.querySelector("[data-live-streams]");
let lists = null;
const inbox = document.querySelector("[data-live-inbox]");
const freshInbox = inbox && followInbox(inbox);
const countAnew = keepCounts(connection, () => {
  lists?.ask();
  freshInbox?.ask();
});
if (place?.dataset.liveStreams) lists = followLists(place, connection, countAnew);
let wasAway = false;
connection.onState(({ state }) => {
  document.documentElement.dataset.live = state;
  if (state === "live" && wasAway) {
    countAnew?.();
    freshInbox?.ask();
  }
  wasAway ||= state === "away" || state === "resting";
});

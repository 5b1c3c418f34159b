// Lets the buttons of <form id="act"> act where they are: the post's foot comes back with what has changed.
// Where anything is unusual the form is sent as it would be without script.

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  const post = button?.closest(".post[data-number]");
  if (form.id !== "act" || !post) return;
  // Accepting an answer changes more than one foot: that page comes whole.
  if (button.getAttribute("formaction").includes("/accept/")) return;
  event.preventDefault();
  if (button.dataset.busy) return;
  button.dataset.busy = "true";
  const foot = await footAfter(form, button.getAttribute("formaction"), post);
  delete button.dataset.busy;
  if (foot) putInPlace(post, foot, button);
  else resubmit(form, button);
});

async function footAfter(form, url, post) {
  try {
    const response = await fetch(url, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector(`#${CSS.escape(post.id)} > footer`);
  } catch {
    return null;
  }
}

function putInPlace(post, foot, button) {
  const old = post.querySelector(":scope > footer");
  const had = button.closest(".menu");
  const paths = [button.getAttribute("formaction")];
  paths.push(paths[0].endsWith("/remove/") ? paths[0].replace(/remove\/$/, "") : `${paths[0]}remove/`);
  old.replaceWith(document.adoptNode(foot));
  const again = paths.map((path) => foot.querySelector(`[formaction="${CSS.escape(path)}"]`)).find(Boolean);
  const target = again?.closest(".menu") || (!again && had) ? foot.querySelector(".menu > summary") : again;
  target?.focus({ preventScroll: true });
}

function resubmit(form, button) {
  form.action = button.getAttribute("formaction");
  form.submit();
}

// Takes files in, and sends one.
//   takeFiles(form, text, (files) => …)
//   await upload(file, { url, token, progressed: (share) => … })   share of 1

// Resolves to { status, answer }, status 0 where there was no answer; never rejects.
export function upload(file, { url, token, progressed = () => {} }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch tells no progress
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.timeout = 300_000;
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progressed(event.loaded / event.total);
    });
    request.addEventListener("loadend", () => resolve({ status: request.status, answer: request.response }));
    const data = new FormData();
    data.append("file", file, file.name || "image.png");
    request.send(data);
  });
}

// Hands on the files that are chosen in the form, pasted into its words or dropped onto it.
export function takeFiles(form, text, take) {
  const chooser = form.elements.files;
  chooser?.addEventListener("change", () => {
    take([...chooser.files]);
    chooser.value = "";
  });
  text.addEventListener("paste", (event) => {
    const files = pastedFiles(event);
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  takeDropped(form, take);
}

// The files of a paste; none where words come along: a table or a text brings its own picture, and then the words are meant.
function pastedFiles(event) {
  const files = [...(event.clipboardData?.files ?? [])];
  return event.clipboardData?.types.includes("text/plain") ? [] : files;
}

// Hands on what is dropped onto the form, which says meanwhile that it would take it.
function takeDropped(form, take) {
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("is-dropping");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("is-dropping");
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("is-dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

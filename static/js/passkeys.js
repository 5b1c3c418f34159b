// Forms that a key fills in instead of a person: the browser asks it, and its answer is sent.
//   form[data-passkey="create|get"]   make a key, or have one vouch; the answer goes into its field "credential"
//     data-options="ID"               what is asked of the key: JSON in the element with this id
//     data-options-from="/…/"         or where that JSON is fetched
//     data-cancelled, data-known, data-unable   what is said when there is no answer
//     [data-passkey-problem]          where it is said
//     input[name=passwordless]        when checked, the key is made to sign in alone

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function asked(form) {
  const where = form.dataset.optionsFrom;
  if (!where) return JSON.parse(document.getElementById(form.dataset.options).textContent).publicKey;
  const answer = await fetch(where, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${where} answered ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

async function made(form) {
  const options = await asked(form);
  const alone = form.elements.passwordless?.checked ?? false;
  const selection = {
    ...options.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone ? { userVerification: "required" } : {}),
  };
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      authenticatorSelection: selection,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  return {
    ...common(key),
    response: {
      clientDataJSON: words(key.response.clientDataJSON),
      attestationObject: words(key.response.attestationObject),
      transports: key.response.getTransports?.() ?? [],
    },
  };
}

async function shown(form) {
  const options = await asked(form);
  const key = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  });
  const { response } = key;
  return {
    ...common(key),
    response: {
      clientDataJSON: words(response.clientDataJSON),
      authenticatorData: words(response.authenticatorData),
      signature: words(response.signature),
      userHandle: response.userHandle ? words(response.userHandle) : null,
    },
  };
}

function common(key) {
  return {
    type: key.type,
    id: key.id,
    rawId: words(key.rawId),
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
  };
}

function say(form, sentence) {
  const place = form.querySelector("[data-passkey-problem]");
  place.textContent = sentence;
  place.hidden = false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  if (!window.PublicKeyCredential) return say(form, form.dataset.unable);
  try {
    const answer = form.dataset.passkey === "create" ? await made(form) : await shown(form);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch (problem) {
    const isKnown = problem.name === "InvalidStateError" && form.dataset.known;
    say(form, isKnown ? form.dataset.known : form.dataset.cancelled);
  }
});

// Proposes an address while a name is typed, until somebody types into the address itself.
// Context: <input data-address-of="ID of the field with the name">.

function addressOf(name) {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
}

for (const address of document.querySelectorAll("input[data-address-of]")) {
  const name = document.getElementById(address.dataset.addressOf);
  let isOwn = address.value !== "" && address.value !== addressOf(name.value);
  address.addEventListener("input", () => {
    isOwn = address.value !== "";
  });
  name.addEventListener("input", () => {
    if (!isOwn) address.value = addressOf(name.value);
  });
}

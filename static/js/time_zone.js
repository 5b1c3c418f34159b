// Lays the browser's time zone into a form, so that a newcomer's times are right from the start.
//   input[data-time-zone]

for (const field of document.querySelectorAll("input[data-time-zone]")) {
  if (!field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

// Dates and hours as the server writes them (config/formats), in the zone of <html data-time-zone>, else the browser's.
//   language                 the day stands before the month; “en” alone would be American
//   dates({ dateStyle, … })  an Intl.DateTimeFormat

const { lang, dataset } = document.documentElement;
const timeZone = known(dataset.timeZone);

export const language = lang === "en" ? "en-GB" : lang || undefined;

export function dates(options) {
  return new Intl.DateTimeFormat(language, { timeZone, ...options });
}

// Zones get new names, and browsers learn them later than servers.
function known(zone) {
  try {
    new Intl.DateTimeFormat(undefined, { timeZone: zone || undefined });
    return zone || undefined;
  } catch {
    return undefined;
  }
}

/** What a column may hold. */
export type Role = "time" | "date" | "symbol" | "open" | "high" | "low" | "close" | "volume" | "price" | "size";

/** The names under which a column is found first, in lower case. */
export const usualNames: Readonly<Record<Role, readonly string[]>> = {
  time: ["timestamp", "datetime", "date time", "date", "time"],
  date: [],
  symbol: ["symbol", "ticker"],
  open: ["open", "o"],
  high: ["high", "h"],
  low: ["low", "l"],
  close: ["close", "c"],
  volume: ["volume", "vol", "v"],
  price: ["price", "p"],
  size: ["size", "quantity", "qty", "volume", "vol", "v"],
};

/**
 * The names under which it is found where none of those is there, list by list: those of vendors, and German and French
 * ones, without their accents. The unnamed column is that of an index, the first.
 */
export const otherNames: Readonly<Record<Role, readonly (readonly string[])[]>> = {
  time: [
    ["datum"],
    ["t", "open time", "window start", "ts event", "unix", "unix timestamp", "date & time", "date/time"],
    ["gmt time", "utc time", "local time"],
    ["", "unnamed: 0", "index"],
  ],
  date: [],
  symbol: [["tic", "instrument", "symbole"], ["name"], ["isin"], ["wkn"]],
  open: [["eroffnung", "eroffnungskurs", "erster", "anfang", "ouverture", "ouv", "premier", "open price", "1. open"]],
  high: [["hoch", "tageshoch", "hochst", "haut", "plus haut", "+haut", "high price", "2. high"]],
  low: [["tief", "tagestief", "tiefst", "bas", "plus bas", "+bas", "low price", "3. low"]],
  close: [
    [
      "schluss",
      "schlusskurs",
      "letzter",
      "cloture",
      "clot",
      "fermeture",
      "dernier",
      "close/last",
      "close price",
      "close*",
    ],
    ["4. close", "price"],
  ],
  volume: [
    ["stuecke", "stucke", "stuck", "5. volume", "vol."],
    ["volumen", "tickvol", "tick volume", "volume traded", "volumes"],
  ],
  price: [],
  size: [],
};

/** The names of columns of dates that may have one of times of day beside them. */
export const dateNames = ["date", "datum"];
/** The names of columns of times of day beside one of dates. */
export const clockNames = ["time", "zeit", "uhrzeit", "heure"];

/** Returns a name as it is compared: in lower case, without accents, angle brackets and underlines. */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replaceAll("ß", "ss")
    .replace(/^<(.*)>$/, "$1")
    .replace(/[_ ]+/g, " ");
}

const known = new Set([...Object.values(usualNames), ...Object.values(otherNames).flat()].flat());

/** Returns how many of some names are those of columns. */
export function knownNames(names: readonly string[]): number {
  return names.filter((name) => name !== "" && known.has(plainName(name))).length;
}

/** Returns whether a name is that of a column of times. */
export function isTimeName(name: string): boolean {
  const plain = plainName(name);
  return plain !== "" && (usualNames.time.includes(plain) || otherNames.time.flat().includes(plain));
}

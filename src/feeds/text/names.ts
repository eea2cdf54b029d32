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
 * The names under which it is found where none of those is there, list by list: those of vendors, and German, French,
 * Italian, Spanish, Portuguese and Dutch ones, without their accents. The unnamed column is that of an index, the first.
 */
export const otherNames: Readonly<Record<Role, readonly (readonly string[])[]>> = {
  time: [
    ["datum"],
    ["t", "open time", "window start", "ts event", "unix", "unix timestamp", "date & time", "date/time"],
    ["gmt time", "utc time", "local time"],
    ["created at", "transact time", "trade time", "execution time", "executed at", "traded at"],
    ["fecha", "data"],
    ["", "unnamed: 0", "index"],
  ],
  date: [],
  symbol: [["tic", "instrument", "symbole"], ["name"], ["isin"], ["wkn"]],
  open: [
    ["eroffnung", "eroffnungskurs", "erster", "anfang", "ouverture", "ouv", "premier", "open price", "1. open"],
    ["eroffn.", "eroffn", "eroffnungspreis", "anfangskurs", "erster kurs", "eroeffnung", "eroeffnungskurs"],
    ["ouv.", "cours d'ouverture", "apertura", "abertura"],
  ],
  high: [
    ["hoch", "tageshoch", "hochst", "haut", "plus haut", "+haut", "high price", "2. high"],
    ["hochstkurs", "hochster kurs", "tageshochst", "hoechst", "hoechstkurs", "maximo", "maxima", "massimo", "hoog"],
  ],
  low: [
    ["tief", "tagestief", "tiefst", "bas", "plus bas", "+bas", "low price", "3. low"],
    ["tiefstkurs", "tiefster kurs", "tagestiefst", "minimo", "minima", "laag"],
  ],
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
    ["zuletzt", "schlusspreis", "letzter kurs", "cours de cloture", "cierre", "chiusura", "fechamento"],
    ["ultimo", "laatst", "slot", "last", "latest"],
  ],
  volume: [
    ["stuecke", "stucke", "stuck", "5. volume", "vol."],
    ["volumen", "tickvol", "tick volume", "volume traded", "volumes"],
    ["number of shares", "stuckumsatz", "stuckumsatz1", "stueckumsatz", "umsatz/stuck", "umsatz (stuck)"],
  ],
  price: [],
  size: [["amount", "trade size", "last size", "volumen"]],
};

const quoteCurrencies = ["usd", "usdt", "usdc", "busd", "fdusd", "eur", "gbp", "jpy", "chf", "currency"];
const averages = ["ma", "sma", "ema", "wma", "avg"];

/**
 * Returns the place of a volume in units of what is traded among some plain names such as "volume btc" and "volume usd":
 * that of a currency in which prices are not, and of several the first; -1 where there is none.
 */
export function unitVolumeIn(names: readonly string[]): number {
  const units = names.map((name) => /^volume \(?([a-z0-9]{2,8})\)?$/.exec(name)?.[1]);
  const isVolume = (unit: string | undefined) => unit !== undefined && !averages.includes(unit);
  const base = units.findIndex((unit) => isVolume(unit) && !quoteCurrencies.includes(unit ?? ""));
  return base >= 0 ? base : units.findIndex(isVolume);
}

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

// A capital is about as wide as this many small letters, and a character of East Asia.
const capital = 1.2;
const ideograph = 1.7;

/** Returns how many small letters are as wide as a text. Without a browser, it is a guess. */
export function lettersOf(text: string): number {
  let letters = 0;
  for (const character of text) letters += widthOf(character);
  return letters;
}

function widthOf(character: string): number {
  if (/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60]/.test(character)) return ideograph;
  return /[\p{Lu}_%@—]/u.test(character) ? capital : 1;
}

/** Shortens a text to `most` letters: its middle gives way to an ellipsis, as names of many runs differ at their ends. */
export function shortName(name: string, most: number): string {
  if (lettersOf(name) <= most) return name;
  const characters = Array.from(name);
  const room = most - 1;
  const head = firstOf(characters, Math.ceil(room * 0.6));
  const tail = firstOf(characters.reverse(), room - lettersOf(head));
  return `${head.trimEnd()}…${Array.from(tail).reverse().join("").trimStart()}`;
}

function firstOf(characters: readonly string[], most: number): string {
  let [text, letters] = ["", 0];
  for (const character of characters) {
    letters += widthOf(character);
    if (letters > most) break;
    text += character;
  }
  return text;
}

/** Shortens names to `most` letters. Those that would then look the same show the part in which they differ. */
export function shortNames(names: readonly string[], most: number): string[] {
  const short = names.map((name) => shortName(name, most));
  return short.map((text, at) => {
    const alike = names.filter((name, other) => short[other] === text && name !== names[at]);
    if (alike.length === 0) return text;
    const from = Math.max(...alike.map((name) => sharedLength(name, names[at])));
    return shortName(`…${names[at].slice(Math.max(0, from - before))}`, most);
  });
}

// How much of what names share is shown before the place where they begin to differ.
const before = 6;

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

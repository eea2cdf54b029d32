// A capital is about as wide as this many small letters, and a character of East Asia.
const capital = 1.2;
const ideograph = 1.7;

/** Returns how many small letters are as wide as a text. Without a browser, it is a guess. */
export function lettersOf(text: string): number {
  let letters = 0;
  for (const character of text) letters += widthOf(character);
  // Sums of tenths are not exact.
  return Math.round(letters * 10) / 10;
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

/**
 * Shortens names to `most` letters so that no two of them look the same: those that would show the words in which they differ,
 * or at worst have a number at the end. A note at the end in parentheses, such as "(grew most)", is kept, and tells no names apart.
 */
export function shortNames(names: readonly string[], most: number): string[] {
  const noted = names.map((name) => withNote(name, most));
  const rooms = new Map<string, number>();
  for (const { stem, note } of noted) {
    const room = Math.min(rooms.get(stem) ?? most, most - lettersOf(note));
    rooms.set(stem, room);
  }
  const short = toldApart(rooms);
  // One that fits stays whole, also where another with a longer note leaves its stem less room.
  const isWhole = (name: string) => lettersOf(name) <= most;
  const shortened = (at: number) => (short.get(noted[at].stem) ?? "") + noted[at].note;
  const texts = new Map(names.map((name, at) => [name, isWhole(name) ? name : shortened(at)]));
  const numbered = withNumbers(texts, most);
  return names.map((name) => numbered.get(name) ?? name);
}

const noteAtEnd = / \([^()]{1,14}\)$/;

// A note that leaves too little room for the name is a part of it.
function withNote(name: string, most: number): { readonly stem: string; readonly note: string } {
  const found = noteAtEnd.exec(name)?.[0] ?? "";
  const note = lettersOf(found) > most / 2 ? "" : found;
  return { stem: name.slice(0, name.length - note.length), note };
}

/** A way to shorten names to some letters so that they are told apart from each other. */
type Way = (names: readonly string[]) => (name: string, most: number) => string;

const ways: readonly Way[] = [wordsThatDiffer, partThatDiffers];

// Each way is tried for the names that the ways before did not tell apart: in all of them, and then in those that look the same.
function toldApart(rooms: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
  const long = [...rooms.keys()].filter((name) => lettersOf(name) > (rooms.get(name) ?? 0));
  // With other rooms, the same name would look like two.
  const most = long.reduce((least, name) => Math.min(least, rooms.get(name) ?? least), Number.POSITIVE_INFINITY);
  const isLong = new Set(long);
  const texts = new Map(Array.from(rooms.keys(), (name) => [name, isLong.has(name) ? shortName(name, most) : name]));
  const apply = (way: Way, names: readonly string[]) => {
    const shorten = way(names);
    for (const name of names) if (isLong.has(name)) texts.set(name, shorten(name, most));
  };
  for (const way of ways) {
    const alike = [...alikeIn(texts).values()].flat();
    if (alike.length > 0) apply(way, alike);
    for (const group of alikeIn(texts).values()) apply(way, group);
  }
  return withNumbers(texts, most);
}

/** Returns the names that have the same text, by this text. */
function alikeIn(texts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, text] of texts) {
    const group = groups.get(text) ?? [];
    group.push(name);
    groups.set(text, group);
  }
  for (const [text, group] of groups) if (group.length === 1) groups.delete(text);
  return groups;
}

function withNumbers(texts: ReadonlyMap<string, string>, most: number): Map<string, string> {
  const result = new Map(texts);
  // Names that are whole are not another's.
  const taken = new Set(Array.from(texts.keys()).filter((name) => texts.get(name) === name));
  for (const [name, text] of texts) {
    if (text === name) continue;
    let own = text;
    for (let number = 2; taken.has(own); number++) own = `${shortName(text, most - ` ${number}`.length)} ${number}`;
    taken.add(own);
    result.set(name, own);
  }
  return result;
}

// Words, numbers, and single characters.
const word = /(?:\p{Lu}+\p{Ll}*|\p{Ll}+|\p{N}+(?:\.\p{N}+)*|.)\p{M}*/gsu;

function wordsOf(name: string): readonly string[] {
  return name.match(word) ?? [];
}

/** Shows the words that not all of the names have, each after the word before it, and as many of the first words as fit. */
function wordsThatDiffer(names: readonly string[]): (name: string, most: number) => string {
  const isCommon = commonPairs(names);
  return (name, most) => {
    const words = wordsOf(name);
    const own = words.flatMap((one, at) => {
      const before = wordBefore(words, at);
      return isWord(one) && (!isCommon(one) || (isCommon(before) && !isCommon(pairOf(before, one)))) ? at : [];
    });
    const labels = own.flatMap((at) => Array.from({ length: at - placeBefore(words, at) }, (_, back) => at - 1 - back));
    return shortName(joined(words, fitting(words, own, labels, most)), most);
  };
}

// The first words stay together.
function fitting(
  words: readonly string[],
  own: readonly number[],
  labels: readonly number[],
  most: number,
): Set<number> {
  const shown = new Set(own);
  for (const [order, at] of [...labels, ...words.keys()].entries()) {
    if (shown.has(at)) continue;
    shown.add(at);
    if (lettersOf(joined(words, shown)) <= most) continue;
    shown.delete(at);
    if (order >= labels.length) break;
  }
  return shown;
}

function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function placeBefore(words: readonly string[], at: number): number {
  let place = at - 1;
  while (place > 0 && !isWord(words[place])) place--;
  return Math.max(0, place);
}

function wordBefore(words: readonly string[], at: number): string {
  return at === 0 ? "" : words[placeBefore(words, at)];
}

function pairOf(before: string, one: string): string {
  return `${before} ${one}`;
}

/** Returns whether all names have a word, or a word after another, as "fast 5, slow 9" and "fast 9, slow 5" have the same words. */
function commonPairs(names: readonly string[]): (pair: string) => boolean {
  const counts = new Map<string, number>();
  for (const words of names.map(wordsOf)) {
    const pairs = words.flatMap((one, at) => [one, pairOf(wordBefore(words, at), one)]);
    for (const pair of new Set(["", ...pairs])) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return (pair) => counts.get(pair) === names.length;
}

function joined(words: readonly string[], shown: ReadonlySet<number>): string {
  const parts = words.map((one, at) => (shown.has(at) ? one : at > 0 && !shown.has(at - 1) ? "" : "…"));
  return parts.join("").replace(/\s*…\s*/g, "…");
}

// How much of what names share is shown before the place where they begin to differ.
const before = 6;

/** Shows the end of a name from where it begins to differ from the name that begins most like it. */
function partThatDiffers(names: readonly string[]): (name: string, most: number) => string {
  // In order, it is beside it.
  const sorted = [...names].sort();
  const places = new Map(sorted.map((name, at) => [name, at]));
  return (name, most) => {
    const at = places.get(name) ?? 0;
    const beside = sorted.slice(Math.max(0, at - 1), at + 2).filter((other) => other !== name);
    const from = Math.max(0, ...beside.map((other) => sharedLength(other, name)));
    return shortName(
      `…${Array.from(name)
        .slice(Math.max(0, from - before))
        .join("")}`,
      most,
    );
  };
}

/** Returns how many characters two names share from their beginning. */
function sharedLength(one: string, other: string): number {
  const [mine, theirs] = [Array.from(one), Array.from(other)];
  let length = 0;
  while (length < mine.length && mine[length] === theirs[length]) length++;
  return length;
}

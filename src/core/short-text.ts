// Most characters of a value, and most values of a list, on one line.
const VALUE = 40;
const VALUES = 12;

/** Writes a count and its noun: `1 step`, `1,260 steps`. `many`: the plural, if it is not `one` with an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Writes a count: `1,260`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Writes params as `fast 10, slow 30`. Long ones are cut. */
export function paramsText(params: Readonly<Record<string, unknown>>): string {
  return listText(Object.entries(params).map(([name, value]) => `${name} ${JSON.stringify(value) ?? "none"}`));
}

/** Joins words with commas, each of at most some letters. A long list shows the first ones and how many there are. */
export function listText(words: readonly string[], letters = VALUE): string {
  const first = words
    .slice(0, VALUES)
    .map((word) => shortened(word, letters))
    .join(", ");
  return words.length <= VALUES ? first : `${first}, ... (${words.length})`;
}

/** Cuts a text so that others fit on the same line. */
export function shortened(text: string, letters = VALUE): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 3)}...`;
}

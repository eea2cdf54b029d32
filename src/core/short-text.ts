// Letters of one value and values of one list that fit a line.
const VALUE = 40;
const VALUES = 12;

/** Writes a count with what is counted: `1 step`, `1,260 steps`. `many`: the plural, where it is not `one` with an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ",")} ${count === 1 ? one : many}`;
}

/** Writes params as `fast 10, slow 30`, long ones cut. */
export function paramsText(params: Readonly<Record<string, unknown>>): string {
  return listText(Object.entries(params).map(([name, value]) => `${name} ${JSON.stringify(value) ?? "none"}`));
}

/** Writes some words with commas between them: the first ones, and how many there are, where they are many. */
export function listText(words: readonly string[]): string {
  const first = words.slice(0, VALUES).map(shortened).join(", ");
  return words.length <= VALUES ? first : `${first}, ... (${words.length})`;
}

/** Returns a text cut to what fits a line beside others. */
export function shortened(text: string): string {
  return text.length <= VALUE ? text : `${text.slice(0, VALUE - 3)}...`;
}

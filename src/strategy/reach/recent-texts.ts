const MOST_TEXTS = 64;
// Characters of a text that is kept.
const LONG = 20_000;

/** Returns `read` with a memory: of the texts that came last, each is read once. What it returns is not to be changed. */
export function readOnce<Result>(read: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const found = known.has(text) ? (known.get(text) as Result) : read(text);
    if (text.length > LONG) return found;
    // The newest last.
    known.delete(text);
    known.set(text, found);
    const [oldest] = known.keys();
    if (known.size > MOST_TEXTS) known.delete(oldest);
    return found;
  };
}

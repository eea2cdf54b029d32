interface Entry {
  readonly line: number;
  readonly input: string;
  readonly output: string | undefined;
}

const mostEntries = 10_000;

/** The cells that this kernel executed, for `history_request`. */
export class History {
  readonly #entries: Entry[] = [];

  /** Adds a cell and its result, as text. */
  add(line: number, input: string, output: string | undefined): void {
    this.#entries.push({ line, input, output });
    if (this.#entries.length > mostEntries) this.#entries.shift();
  }

  /** Answers a request: `[session, line, input]`, or `[session, line, [input, output]]` if outputs are requested. */
  answer(request: Readonly<Record<string, unknown>>): unknown[] {
    const write = ({ line, input, output }: Entry) => [
      0,
      line,
      request.output === true ? [input, output ?? null] : input,
    ];
    return this.#chosen(request).map(write);
  }

  #chosen(request: Readonly<Record<string, unknown>>): Entry[] {
    const { hist_access_type: type, n, start, stop, pattern, unique } = request;
    const most = typeof n === "number" && n > 0 ? n : mostEntries;
    if (type === "range") {
      const to = typeof stop === "number" ? stop : Number.POSITIVE_INFINITY;
      return this.#entries.filter(({ line }) => line >= Number(start ?? 0) && line < to);
    }
    if (type !== "search") return this.#entries.slice(-most);
    const fits = globPattern(String(pattern ?? "*"));
    const found = this.#entries.filter(({ input }) => fits.test(input));
    const lastOf = new Map(found.map((entry) => [entry.input, entry]));
    const kept = unique === true ? found.filter((entry) => lastOf.get(entry.input) === entry) : found;
    return kept.slice(-most);
  }
}

// `*` matches any text, `?` one character.
function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${escaped}$`);
}

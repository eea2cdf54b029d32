import { expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { type Found, type Growth, rankedValue } from "../points/growth";
import type { PointRange, SweepPoint } from "../points/point";
import type { AskedRun, Sampler, Search, SearchTerms } from "./sampler";
import { checkAsked } from "./space";

const BATCH = 8;

/** How many runs a sampler may be asked for at once. */
export const MOST_BATCH = 10_000;

/** What a search of a sweep needs. */
export interface SearchMeans {
  readonly sampler: Sampler;
  readonly terms: SearchTerms;
  /** The metric that it is told. */
  readonly metric: string;
  /** Returns the part of the feed for a share of its days; `undefined` for all. */
  rangeOf(share: number): PointRange | undefined;
}

/** A run that was asked for, and where it is among the points; -1 if it is not run. */
interface Trial {
  readonly asked: AskedRun;
  readonly place: number;
}

/**
 * Adds the runs that a sampler asks for, batch by batch in its order. It is told all results of a batch before it is asked for the
 * next, so that the same results give the same runs: a sweep that goes on asks again for what is stored.
 */
export class SearchGrowth implements Growth {
  readonly #means: SearchMeans;
  readonly #points: SweepPoint[] = [];
  readonly #places = new Map<string, number>();
  readonly #ranges = new Map<number, PointRange | undefined>();
  #search: Search | undefined;
  #asked = 0;
  #batch: readonly Trial[] = [];

  constructor(means: SearchMeans) {
    this.#means = means;
  }

  get notes(): readonly string[] {
    return this.#search?.notes ?? [];
  }

  async next(found: Found): Promise<readonly SweepPoint[] | undefined> {
    const { sampler, terms, metric } = this.#means;
    this.#search ??= await sampler.begin(terms);
    const search = this.#search;
    const values = found.metric(metric);
    const told = (place: number) => (place < 0 ? Number.NaN : rankedValue(found, values, place));
    for (;;) {
      if (this.#batch.length > 0)
        await search.tell(this.#batch.map(({ asked, place }) => ({ ...asked, value: told(place) })));
      const before = this.#points.length;
      this.#batch = await this.#nextBatch(search);
      const points = this.#points;
      const isOver = this.#batch.length === 0;
      const isOther = points.slice(before).some((point, at) => !isSame(point, found.points[before + at]));
      // What is stored is not asked for again.
      if (isOver) return points.length === found.points.length && !isOther ? undefined : [...points];
      if (isOther) return [...points];
    }
  }

  async close(): Promise<void> {
    await this.#search?.end?.();
    this.#search = undefined;
  }

  async #nextBatch(search: Search): Promise<Trial[]> {
    const { sampler, terms } = this.#means;
    const most = search.most ?? terms.draws;
    const count = Math.min(search.batch ?? sampler.batch ?? BATCH, most - this.#asked);
    const runs = count > 0 ? await search.ask(count) : [];
    if (!Array.isArray(runs) || runs.length > count)
      throw expected(`what sampler ${sampler.name} asks for`, `a list of up to ${count} runs`, runs);
    this.#asked += runs.length;
    return runs.map((asked) => {
      checkAsked(sampler.name, terms.params, asked);
      return { asked, place: this.#placeOf(asked) };
    });
  }

  // A run that was made is told again, and not made again.
  #placeOf({ params, share = 1 }: AskedRun): number {
    if (!this.#means.terms.isWanted(params)) return -1;
    const names = this.#means.terms.params.map(({ name }) => name);
    const ordered = Object.fromEntries(names.map((name) => [name, params[name]]));
    const key = JSON.stringify([ordered, share]);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (!this.#ranges.has(share)) this.#ranges.set(share, this.#means.rangeOf(share));
    const range = this.#ranges.get(share);
    const place = this.#points.push({ params: ordered, ...(range && { range }) }) - 1;
    this.#places.set(key, place);
    return place;
  }
}

function isSame(one: SweepPoint, other: SweepPoint | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Throws INVALID_OPTION unless it is a sampler. */
export function checkSampler(sampler: unknown): void {
  const wanted = 'a sampler such as optuna("tpe", { seed: 1 }), halving({ seed: 1 }), or { name, begin } of your own';
  if (typeof sampler !== "object" || sampler === null) throw expected("sampler", wanted, sampler);
  const { name, begin, batch } = sampler as Partial<Sampler>;
  if (typeof name !== "string" || name === "" || typeof begin !== "function")
    throw expected("sampler", wanted, sampler);
  if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1 && batch <= MOST_BATCH))
    throw new PaperLabError("INVALID_OPTION", `Expected batch of sampler ${name} to be from 1 to 10,000, was ${batch}`);
}

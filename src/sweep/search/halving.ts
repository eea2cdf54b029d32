import { checkKeys, expected } from "../../core/checks";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import type { PointParams } from "../points/grid";
import type { Sampler, Search, SearchTerms, ToldRun } from "./sampler";

/** How combinations are halved. */
export interface HalvingOptions {
  /** Of the first combinations, which are drawn. */
  readonly seed: string | number;
  /** Of so many combinations one goes on, on so many times the data; default 3. */
  readonly eta?: number;
  /** How many rounds there are; default as many as leave one combination, at most 4. */
  readonly rungs?: number;
}

const MOST_RUNGS = 4;

/**
 * Successive halving: `draws` combinations are drawn and run on the first part of the feed's days; the best of each round go on to
 * the next, which is on `eta` times as many days from the first on. The last is on all. After Jamieson and Talwalkar (2016). Throws
 * INVALID_OPTION and UNKNOWN_OPTION.
 */
export function halving(options: HalvingOptions): Sampler {
  checkKeys("halving", options, ["seed", "eta", "rungs"]);
  const { seed, eta = 3, rungs } = options;
  if (!(typeof seed === "string" ? seed !== "" : Number.isFinite(seed)))
    throw expected("seed of halving", "a number or text", seed);
  if (!(Number.isFinite(eta) && eta > 1 && eta <= 100)) throw expected("eta of halving", "above 1, up to 100", eta);
  if (rungs !== undefined && !(Number.isInteger(rungs) && rungs >= 2 && rungs <= 10))
    throw expected("rungs of halving", "a whole number from 2 to 10", rungs);
  return {
    name: `halving, eta ${eta}, ${rungs === undefined ? "" : `${rungs} rungs, `}seed ${JSON.stringify(seed)}`,
    begin: (terms) => new Halving(terms, seed, eta, rungsOf(terms.draws, eta, rungs)),
  };
}

function rungsOf(draws: number, eta: number, asked: number | undefined): number {
  // Logarithms have dust.
  const fitting = Math.floor(Math.log(draws) / Math.log(eta) + 1e-9) + 1;
  if (fitting < 2 || (asked !== undefined && asked > fitting)) {
    const message = `Expected draws to be at least ${Math.ceil(eta ** ((asked ?? 2) - 1))} for halving with eta ${eta}${asked === undefined ? "" : ` and ${asked} rungs`}, was ${draws}`;
    throw new PaperLabError("INVALID_OPTION", message);
  }
  return asked ?? Math.min(MOST_RUNGS, fitting);
}

class Halving implements Search {
  readonly most: number;
  /** A round at once: no run of it depends on another. */
  readonly batch: number;
  readonly notes: string[] = [];
  readonly #terms: SearchTerms;
  readonly #eta: number;
  readonly #rungs: number;
  #rung = 0;
  #running: readonly PointParams[];
  #told: ToldRun[] = [];
  #asked = 0;

  constructor(terms: SearchTerms, seed: string | number, eta: number, rungs: number) {
    this.#terms = terms;
    this.#eta = eta;
    this.#rungs = rungs;
    this.#running = terms.drawn(terms.draws, seed);
    this.batch = this.#running.length;
    this.most = Array.from({ length: rungs }, (_, rung) => this.#countOf(rung)).reduce((sum, count) => sum + count, 0);
  }

  ask(count: number) {
    if (this.#asked === this.#running.length) this.#promote();
    const some = this.#running.slice(this.#asked, this.#asked + count);
    this.#asked += some.length;
    const share = this.#share;
    return some.map((params) => ({ params, ...(share < 1 && { share }) }));
  }

  tell(results: readonly ToldRun[]): void {
    this.#told.push(...results);
  }

  get #share(): number {
    return this.#eta ** (this.#rung + 1 - this.#rungs);
  }

  #countOf(rung: number): number {
    return Math.max(1, Math.floor(this.#terms.draws / this.#eta ** rung + 1e-9));
  }

  // The best go on. Undefined values lose, and ties go to the earlier one.
  #promote(): void {
    const round = this.#rung + 1;
    const days = formatShare(this.#share);
    this.#rung++;
    const sign = this.#terms.better === "higher" ? -1 : 1;
    const worth = ({ value }: ToldRun) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value);
    const order = this.#told
      .map((_, at) => at)
      .sort((a, b) => compare(worth(this.#told[a]), worth(this.#told[b])) || a - b);
    const count = this.#rung < this.#rungs ? this.#countOf(this.#rung) : 0;
    const ranked = this.#told.filter(({ value }) => !Number.isNaN(value)).length;
    if (ranked < count)
      this.notes.push(
        `In round ${round}, on the first ${days} of the days, ${ranked} of ${counted(this.#told.length, "run")} had a rank, so ${ranked === 0 ? "" : "beside them "}what was drawn first went on. Fewer rungs, or a smaller eta, give it more days`,
      );
    this.#running = order.slice(0, count).map((at) => this.#told[at].params);
    this.#told = [];
    this.#asked = 0;
  }
}

function formatShare(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

// Infinity less infinity is no number.
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

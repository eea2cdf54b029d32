import { eachOnce } from "../../analysis/compare/entries";
import { expected, expectedOf } from "../../core/checks";
import { checkNumber, checkOptions } from "../../session/options/checks";
import { type Answers, answersOf, type ResamplingTerms } from "./answers";
import { type Compared, type ComparedNow, compareNow } from "./compared";
import { type Rank, type Ranked, ranksOf } from "./rank";

/** How sessions are compared. */
export interface CompareOptions {
  /** Who leads: a metric, a formula such as `"sharpe - abs(maxDrawdown)"`, or a function of a session. Default `"sharpe"`. */
  readonly rank?: Rank;
  /** The name or number of one of the sessions: who beats it is told beside the winners. */
  readonly baseline?: string | number;
  /** Number of resamples; 0 asks for none. Default 2,000. */
  readonly draws?: number;
  /** The same seed gives the same answers. Default 1. */
  readonly seed?: string | number;
  /** Share of cases in which sessions that are equal may be told apart. Default 0.05. */
  readonly alpha?: number;
}

/** The inside of a comparison: sessions, and what was asked about them. */
export class Comparing {
  readonly sessions: Compared;
  readonly rank: Rank;
  /** Whether the rank was asked for. */
  readonly isRanked: boolean;
  /** The name of the baseline among the sessions. */
  readonly baseline: string | undefined;
  readonly terms: ResamplingTerms;
  #stamp = "";
  #now: ComparedNow | undefined;
  #answers: Answers | undefined;

  /** Throws INVALID_OPTION, UNKNOWN_OPTION, NO_SHARED_WINDOW, and for a wrong rank as `ranksOf`. */
  constructor(sessions: Compared, options: CompareOptions = {}) {
    const once = eachOnce(sessions);
    checkOptions("lab.compare", options, ["rank", "baseline", "draws", "seed", "alpha"]);
    const { rank, draws = 2000, seed = 1, alpha = 0.05 } = options;
    this.sessions = once;
    this.isRanked = rank !== undefined;
    this.rank = rank ?? "sharpe";
    checkNumber("draws", draws, "a whole number from 100 to 100,000, or 0", isDraws);
    checkNumber("alpha", alpha, "a number above 0 and below 0.5", (value) => value > 0 && value < 0.5);
    if (typeof seed !== "string" && !Number.isFinite(seed)) throw expected("seed", "text or a number", seed);
    this.terms = { draws, seed, alpha };
    ranksOf(this.now.members, this.rank);
    this.baseline = options.baseline === undefined ? undefined : this.#baselineOf(options.baseline);
  }

  /** The sessions as they are now, on the window that they share. */
  get now(): ComparedNow {
    // A session that goes on has more steps.
    const stamp = this.sessions
      .map(({ content: { steps }, status, name }) => `${steps} ${status.state} ${name}`)
      .join("\n");
    if (this.#now === undefined || stamp !== this.#stamp) {
      this.#now = compareNow(this.sessions);
      this.#answers = undefined;
      this.#stamp = stamp;
    }
    return this.#now;
  }

  /** Returns what day returns say. It draws at the first question. */
  readonly answers = (): Answers => {
    const { now } = this;
    this.#answers ??= answersOf(now, this.terms);
    return this.#answers;
  };

  /** How the sessions are ranked, in their order. */
  get ranks(): Ranked[] {
    return ranksOf(this.now.members, this.rank);
  }

  #baselineOf(baseline: string | number): string {
    const { members } = this.now;
    const found = members.find(({ name, core }) => (typeof baseline === "number" ? core.id : name) === baseline);
    if (found !== undefined) return found.name;
    const names = members.map(({ name }) => name);
    throw expectedOf("baseline", "the name or number of one of the compared sessions", baseline, names);
  }
}

const mostDraws = 100_000;

function isDraws(draws: number): boolean {
  return draws === 0 || (Number.isInteger(draws) && draws >= 100 && draws <= mostDraws);
}

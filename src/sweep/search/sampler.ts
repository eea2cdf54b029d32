import type { PointParams } from "../points/grid";

/** A param that a search chooses. */
export interface SearchParam {
  readonly name: string;
  readonly kind: "int" | "number" | "choice";
  /** Limits of a number, both inclusive. */
  readonly min?: number;
  readonly max?: number;
  /** All values of a choice. */
  readonly choices?: readonly unknown[];
}

/** What a search is about. */
export interface SearchTerms {
  readonly params: readonly SearchParam[];
  /** How many runs are wanted. */
  readonly draws: number;
  /** Which values are better. */
  readonly better: "higher" | "lower";
  /** Whether params are to be run: they are in the order that the strategy wants, and `where` wants them. */
  isWanted(params: PointParams): boolean;
  /** Draws so many different wanted combinations, each param from its range alike. The same seed draws the same ones. Throws INVALID_OPTION. */
  drawn(count: number, seed: string | number): PointParams[];
}

/** A run that a search asks for. */
export interface AskedRun {
  readonly params: PointParams;
  /** The part of the feed's days that it is on, from the first day on: above 0, up to 1. Default all. */
  readonly share?: number;
}

/** What came of a run that a search asked for. */
export interface ToldRun extends AskedRun {
  /** The metric of `rank`; NaN if it is undefined, if the run failed, or if its params are not wanted. */
  readonly value: number;
}

/** A search that goes on. The same terms and results give the same runs. */
export interface Search {
  /** How many runs it asks for in all; default `draws`. */
  readonly most?: number;
  /** How many runs it is asked for at once, if that is known only here; default that of the sampler. */
  readonly batch?: number;
  /** Returns up to `count` runs; none if it has found what it wants. All that it asked for before has been told. */
  ask(count: number): readonly AskedRun[] | Promise<readonly AskedRun[]>;
  /** Is told what came of all runs of the last `ask`, in their order. */
  tell(results: readonly ToldRun[]): void | Promise<void>;
  /** What the user should know by now, one line each. */
  readonly notes?: readonly string[];
  /** Lets go of what it needed. */
  end?(): void | Promise<void>;
}

/**
 * Chooses the runs of a sweep as their results come: `optuna(...)`, `halving(...)`, or one of your own. It begins anew with each call
 * of the sweep, and is told what is stored.
 */
export interface Sampler {
  /** What it does, with its settings and seed: sweeps whose samplers have other names are other sweeps. */
  readonly name: string;
  /** How many runs are asked for at once; default 8. */
  readonly batch?: number;
  begin(terms: SearchTerms): Search | Promise<Search>;
}

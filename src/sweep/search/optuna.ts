import { cwd } from "node:process";
import { checkKeys, didYouMean, expected, shown } from "../../core/checks";
import { unplainPart } from "../../core/plain-data";
import { listText } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { MOST_BATCH } from "./growth";
import { optunaProgram } from "./optuna-program";
import { PythonProgram, pythonFrom } from "./python";
import type { AskedRun, Sampler, Search, SearchParam, SearchTerms, ToldRun } from "./sampler";

// The classes of Optuna, by their names here.
const classes = {
  tpe: "TPESampler",
  cmaes: "CmaEsSampler",
  gp: "GPSampler",
  qmc: "QMCSampler",
  nsgaii: "NSGAIISampler",
  random: "RandomSampler",
} as const;

// The packages that they need beside Optuna.
const needs: Readonly<Partial<Record<keyof typeof classes, readonly string[]>>> = {
  cmaes: ["cmaes"],
  gp: ["scipy", "torch"],
  qmc: ["scipy"],
};

/** The samplers of Optuna. */
export type OptunaSampler = keyof typeof classes;

/** How Optuna searches. */
export interface OptunaOptions {
  /** A whole number from 0 on: the same one gives the same runs. */
  readonly seed: number;
  /** How many runs are asked for at once; default 8. Fewer learn faster, more keep more threads busy. */
  readonly batch?: number;
  /** Settings of the sampler, named as Optuna names them: `{ multivariate: true, n_startup_trials: 20 }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Path of the Python that has Optuna; default that of the nearest `.venv`, from the working folder upward. */
  readonly python?: string;
}

/**
 * Searches with Optuna, a Python package, as a child process: `optuna("tpe", { seed: 1 })`. It is told in batches in their order, so
 * that the same seed gives the same runs, on however many threads. Throws INVALID_OPTION and UNKNOWN_OPTION; the sweep throws
 * OPTUNA_FAILED if Python or Optuna is not there.
 */
export function optuna(sampler: OptunaSampler, options: OptunaOptions): Sampler {
  const names = Object.keys(classes);
  if (!names.includes(sampler)) {
    const near = typeof sampler === "string" ? didYouMean(sampler, names) : "";
    const known = near || ` There are ${names.join(", ")}`;
    throw new PaperLabError("INVALID_OPTION", `Unknown sampler ${shown(sampler)} of optuna.${known}`);
  }
  checkKeys("optuna", options, ["seed", "batch", "settings", "python"]);
  const { seed, batch, settings = {}, python } = options;
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32))
    throw expected("seed of optuna", "a whole number from 0 on", seed);
  if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1 && batch <= MOST_BATCH))
    throw expected("batch of optuna", `a whole number from 1 to ${MOST_BATCH.toLocaleString("en-US")}`, batch);
  if (python !== undefined && typeof python !== "string") throw expected("python of optuna", "a path", python);
  if (!isPlainObject(settings))
    throw expected("settings of optuna", "an object of plain data, such as { multivariate: true }", settings);
  const set = Object.keys(settings).length === 0 ? "" : `, ${JSON.stringify(settings)}`;
  return {
    name: `optuna ${sampler}, seed ${seed}${batch === undefined ? "" : `, batch ${batch}`}${set}`,
    ...(batch !== undefined && { batch }),
    begin: (terms) =>
      OptunaSearch.begun(terms, { sampler: classes[sampler], seed, settings, needs: needs[sampler] ?? [] }, python),
  };
}

function isPlainObject(data: unknown): boolean {
  return typeof data === "object" && data !== null && !Array.isArray(data) && unplainPart(data) === undefined;
}

/** What the program is told of the sampler. */
interface Wanted {
  readonly sampler: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly needs: readonly string[];
}

class OptunaSearch implements Search {
  readonly #program: PythonProgram;
  readonly #python: string;
  readonly #params: readonly SearchParam[];

  private constructor(program: PythonProgram, python: string, params: readonly SearchParam[]) {
    this.#program = program;
    this.#python = python;
    this.#params = params;
  }

  static async begun(
    { params, better }: SearchTerms,
    wanted: Wanted,
    given: string | undefined,
  ): Promise<OptunaSearch> {
    const python = given ?? pythonFrom(cwd());
    if (python === undefined)
      throw failed(
        `there is no .venv in this folder or above. Make one: python3 -m venv .venv && .venv/bin/pip install optuna`,
      );
    const search = new OptunaSearch(new PythonProgram(python, optunaProgram), python, params);
    const described = params.map(({ choices, ...param }) => ({ ...param, ...(choices && { count: choices.length }) }));
    const direction = better === "higher" ? "maximize" : "minimize";
    try {
      await search.#asked({ ...wanted, direction, params: described });
    } catch (error) {
      await search.end();
      throw error;
    }
    return search;
  }

  async ask(count: number): Promise<AskedRun[]> {
    const { params } = await this.#asked({ ask: count });
    return (params as Readonly<Record<string, unknown>>[]).map((one) => ({ params: this.#valuesOf(one) }));
  }

  async tell(results: readonly ToldRun[]): Promise<void> {
    await this.#asked({ tell: results.map(({ value }) => (Number.isFinite(value) ? value : null)) });
  }

  end(): Promise<void> {
    return this.#program.end();
  }

  // A choice is told by its place.
  #valuesOf(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const values = this.#params.map(({ name, choices }) => [name, choices?.[given[name] as number] ?? given[name]]);
    return Object.fromEntries(values);
  }

  async #asked(data: unknown): Promise<Readonly<Record<string, unknown>>> {
    let answer: Readonly<Record<string, unknown>>;
    try {
      answer = await this.#program.ask(data);
    } catch (error) {
      const { message } = error as Error;
      const isAbsent = message === `spawn ${this.#python} ENOENT`;
      throw failed(isAbsent ? `there is no ${this.#python}. ${cure}` : `${this.#python} broke off: ${message}`);
    }
    const { missing, why, failed: failure } = answer as { missing?: string[]; why?: string; failed?: string };
    if (missing !== undefined) {
      const install = `${this.#python} -m pip install ${missing.join(" ") || "optuna"}`;
      const what = missing.length === 0 ? "what the sampler needs" : listText(missing);
      throw failed(`${this.#python} does not have ${what} (${why}). Install it: ${install}`);
    }
    if (failure !== undefined) throw failed(`it refused: ${failure}`);
    return answer;
  }
}

const cure = "Install it: .venv/bin/pip install optuna";

function failed(why: string): PaperLabError {
  return new PaperLabError("OPTUNA_FAILED", `Expected Optuna to answer, but ${why}`);
}

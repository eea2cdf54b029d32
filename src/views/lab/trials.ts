import {
  deflatedSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  type Trials,
} from "../../analysis/inference/sharpe-ratio";
import { sharpeOfTrial, trialsBeside, whyNotJudged } from "../../analysis/inference/trial-ledger";
import { paramsText } from "../../core/short-text";
import type { DataFrame } from "../../output/frames/danfo";
import type { KeptTrial } from "../../session/lab-sessions";
import { uncountedText, unreadInOptions } from "../../session/models/unread-models";
import { frameOfRows } from "../frames";
import { columnsOf } from "../tables";

/** One row of the ledger of trials. Ratios are of one trading day, not annualized. */
export interface TrialRow {
  /** The session that ran it last, which may have been deleted. */
  readonly session: string;
  readonly strategy: string;
  /** Of a walk-forward, how many windows and combinations it has. */
  readonly params: string;
  readonly symbols: string;
  readonly feed: string;
  /** The dates of its first and last trading day. */
  readonly from: string | null;
  readonly to: string | null;
  /** Number of day returns. */
  readonly returns: number;
  readonly sharpe: number | null;
  readonly skewness: number | null;
  /** 3 for a normal distribution. */
  readonly kurtosis: number | null;
  /** How many distinct combinations, this one included, were tried on data that overlap with its own. */
  readonly trials: number;
  /** The probability that its true ratio is above 0. */
  readonly probabilisticSharpe: number | null;
  /** The probability that its true ratio is above what the best of so many trials has by luck. */
  readonly deflatedSharpe: number | null;
  /** Day returns that it takes until the probabilistic Sharpe ratio is 0.95. */
  readonly minimumTrackRecord: number | null;
  /** Why it has no probabilities, and why there may be more trials; `null` if neither is so. */
  readonly note: string | null;
}

const columns = columnsOf<TrialRow>({
  session: ["text", "result"],
  strategy: "text",
  params: "text",
  symbols: "text",
  feed: ["text", "detail"],
  // Behind the probabilities, where a page may be narrow.
  from: ["text", "detail"],
  to: ["text", "detail"],
  returns: ["count", "context"],
  sharpe: ["fine", "result"],
  skewness: ["ratio", "detail"],
  kurtosis: ["ratio", "detail"],
  trials: ["count", "result"],
  probabilisticSharpe: ["percent", "result"],
  deflatedSharpe: ["chance", "result"],
  minimumTrackRecord: ["count", "detail"],
  note: ["text", "context"],
});

/** Makes the frame of the ledger, one row per combination and data. */
export function trialFrame(trials: readonly KeptTrial[]): DataFrame {
  return frameOfRows(trialRows(trials), columns, undefined);
}

/** Returns the rows of the ledger, in the order the trials were run last. */
export function trialRows(trials: readonly KeptTrial[]): TrialRow[] {
  const beside = trialsBeside(trials);
  return trials.map((trial) => {
    const { sharpe = null, skewness = null, kurtosis = null, n } = trial;
    const own = sharpeOfTrial(trial);
    const all = beside(trial);
    return {
      session: trial.name,
      strategy: trial.strategy,
      params: paramsText(trial.params as Readonly<Record<string, unknown>>),
      symbols: trial.symbols.join(", "),
      feed: trial.feed,
      ...{ from: trial.firstDay ?? null, to: trial.lastDay ?? null },
      ...{ returns: n, sharpe, skewness, kurtosis, trials: all.count },
      probabilisticSharpe: own === undefined ? null : probabilisticSharpe(own),
      deflatedSharpe: own === undefined ? null : deflatedSharpe(own, all),
      minimumTrackRecord: own === undefined ? null : minimumTrackRecord(own),
      note: noteOf(trial, all),
    };
  });
}

function noteOf(trial: KeptTrial, all: Trials): string | null {
  const notes = [whyNotJudged(trial, all), uncountedText(unreadInOptions(trial.options))].filter(
    (one) => one !== undefined,
  );
  return notes.length === 0 ? null : notes.join("; ");
}

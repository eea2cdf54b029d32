import { deflatedSharpe } from "../analysis/inference/sharpe-ratio";
import { sharpeOfTrial, trialsBeside, whyNotJudged } from "../analysis/inference/trial-ledger";
import { PaperLabError } from "../errors";
import type { StoredTrial } from "../store/store";
import { uncountedText, unreadModels } from "./models/unread-models";
import { combinationsOf, dataOf } from "./plan/combination";
import type { SessionRecord } from "./record/record";

/** How a session stands among what was tried. */
export interface TrialStanding {
  /** How many combinations, its own included, were tried on data that overlap with its own. */
  readonly trials: number;
  /** The probability that its true Sharpe ratio is above what the best of so many has by luck; `null` if undefined. */
  readonly deflatedSharpe: number | null;
  /** Why that is undefined. */
  readonly why?: string;
  /** Why there may be more trials than that. */
  readonly uncounted?: string;
}

/**
 * Returns how a session stands among all trials of its lab; `undefined` if it is none, or if the file cannot be read any
 * more. It blocks the thread while the ledger is read.
 */
export function trialStanding({ config, status, store }: SessionRecord): TrialStanding | undefined {
  if (status.state !== "COMPLETED") return undefined;
  const trials = ledgerOf(store);
  const data = dataOf(config);
  const identities = combinationsOf(config);
  const found = identities.map((identity) => trials.find((one) => one.identity === identity && one.data === data));
  const own = found.find((one) => one !== undefined);
  if (own === undefined) return undefined;
  const beside = trialsBeside(trials)(own);
  const uncounted = uncountedText(unreadModels(config));
  const sharpe = sharpeOfTrial(own);
  const why = whyNotJudged(own, beside);
  const deflated = sharpe === undefined ? null : deflatedSharpe(sharpe, beside);
  return {
    trials: beside.count,
    deflatedSharpe: deflated,
    ...(why !== undefined && { why }),
    ...(uncounted && { uncounted }),
  };
}

// A session prints itself also when its file is gone, or is where no second connection can read it.
function ledgerOf(store: SessionRecord["store"]): readonly StoredTrial[] {
  try {
    return store.trialsNow();
  } catch (error) {
    if (error instanceof PaperLabError) return [];
    throw error;
  }
}

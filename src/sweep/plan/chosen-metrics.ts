import { type CatalogEntry, type MetricKey, metricCatalog } from "../../analysis/metrics/catalog";
import { didYouMean, expected } from "../../core/checks";
import { PaperLabError } from "../../errors";

/** What orders the runs of a sweep, from the best one on. */
export interface RunRank {
  readonly metric: MetricKey;
  /** Whether the lowest value is the best. */
  readonly ascending: boolean;
}

/** The metrics that a sweep makes, and the one that ranks its runs. */
export interface ChosenMetrics {
  readonly metrics: readonly MetricKey[];
  readonly rank: RunRank;
  /** Says what ranks the runs, where that was chosen for the user. */
  readonly notes: readonly string[];
}

/**
 * Returns the metrics to be made: those asked for and the one of `rank`, in the order of the catalog; all of them by default.
 * Without `rank`, it is the Sharpe ratio if it is made, and otherwise the first of them that can rank, which is said; the Sharpe ratio
 * if none can. `hasBenchmark`: without one, some metrics
 * are undefined in every run and cannot rank. Throws INVALID_OPTION.
 */
export function chosenMetrics(metrics: unknown, rank: unknown, hasBenchmark: boolean): ChosenMetrics {
  const asked = metrics === undefined ? metricCatalog.map(({ key }) => key) : checkedMetrics(metrics);
  const by = rank === undefined ? defaultRank(asked) : checkedRank(rank);
  if (by.part === "benchmark" && !hasBenchmark)
    throw expected("rank", `one that needs no benchmark, or benchmark to be given, such as "SPX"`, by.key);
  const made = metricCatalog.map(({ key }) => key).filter((key) => asked.includes(key) || key === by.key);
  const isOwn = rank !== undefined || by.key === "sharpe";
  const notes = isOwn ? [] : [`Its runs are ranked by ${by.key}, the first of metrics that can; rank says another one`];
  return { metrics: made, rank: { metric: by.key, ascending: by.better === "lower" }, notes };
}

function checkedMetrics(metrics: unknown): MetricKey[] {
  if (!Array.isArray(metrics) || metrics.length === 0)
    throw expected("metrics", 'a list of metrics such as ["sharpe", "maxDrawdown"]', metrics);
  return metrics.map((key: unknown, at) => entryOf(`metrics[${at}]`, key).key);
}

function entryOf(where: string, key: unknown): CatalogEntry {
  const entry = metricCatalog.find((one) => one.key === key);
  if (entry !== undefined) return entry;
  const keys = metricCatalog.map((one) => one.key);
  const near = typeof key === "string" ? didYouMean(key, keys) : "";
  const { message } = expected(where, "the name of a metric", key);
  throw new PaperLabError("INVALID_OPTION", `${message}.${near || ` There are ${keys.join(", ")}`}`);
}

function checkedRank(rank: unknown): CatalogEntry {
  const entry = entryOf("rank", rank);
  if (entry.better !== "none") return entry;
  throw expected("rank", "a metric of which more, or less, is better, such as sharpe", rank);
}

function defaultRank(asked: readonly MetricKey[]): CatalogEntry {
  const [first = "sharpe"] = asked.filter((key) => entryOf("metrics", key).better !== "none");
  return entryOf("rank", asked.includes("sharpe") ? "sharpe" : first);
}

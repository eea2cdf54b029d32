import type { ListedRow, ListingWish, SessionState, Store } from "../store/store";
import type { SessionCore } from "./core";
import type { OpenSessions } from "./open-sessions";
import type { SessionOptions } from "./options/options";
import { hasEnded } from "./record/status";
import type { UnfinishedMetrics } from "./unfinished";

/**
 * Returns sessions in the order they were made: the session itself if it is open here and has not ended, or is kept
 * nowhere else; otherwise what is stored. `stateOf` says the state of one that may have been left by a process that died,
 * `unfinished` the metrics of one that has not ended.
 */
export async function listedSessions(
  store: Store,
  open: OpenSessions,
  wish: ListingWish | undefined,
  stateOf: (row: ListedRow) => Promise<SessionState>,
  unfinished: UnfinishedMetrics,
): Promise<(SessionCore | ListedRow)[]> {
  const rows = await store.listed(wish);
  const listed: (SessionCore | ListedRow)[] = [];
  for (const row of rows) {
    const known = store.keepsObjects || !hasEnded(row.state) ? open.get(row.id) : undefined;
    const whole = known && (await store.session(row.id));
    const session = whole && open.current(whole);
    if (session !== undefined) {
      listed.push(session);
      continue;
    }
    if (row.state === "RUNNING") Object.assign(row, { state: await stateOf(row) });
    if (wish?.metrics?.length !== 0) await unfinished.add(row);
    listed.push(row);
  }
  return listed;
}

/** Returns tags without those that are there before. */
export function distinctTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags)];
}

/** Returns what to say when a cell's labels are not those of its session, which may have been changed since. */
export function aboutLabels(
  { record: { labels } }: SessionCore,
  { tags, notes }: Pick<SessionOptions, "tags" | "notes">,
): string[] {
  const parts: string[] = [];
  const isOther = JSON.stringify(distinctTags(tags ?? labels.tags)) !== JSON.stringify(distinctTags(labels.tags));
  if (isOther) parts.push(`tags stay ${JSON.stringify(labels.tags)}; session.retag([...]) changes them`);
  if (notes !== undefined && notes !== (labels.notes ?? ""))
    parts.push("notes stay as they are; session.note(text) changes them");
  return parts;
}

/**
 * Returns what to say of a session that was traded by hand. One that goes on is the same. Once it has ended, it is what its
 * cell and those that traded it have made.
 */
export function aboutHand({ status, content }: SessionCore): string[] {
  if (status.state !== "COMPLETED" || content.inputs.length === 0) return [];
  return ['It was traded by hand, see inputs(). Its cell alone would do otherwise: use ifExists: "new"'];
}

import type { BarColumns } from "../../core/market/bar";
import type { SessionRow, Store, StoredContent } from "../../store/store";

/** What was read of a session together with others. */
export interface AlreadyRead {
  readonly content?: StoredContent;
  /** Bars of feeds by their hash. */
  readonly bars?: Map<string, Promise<BarColumns | undefined>>;
}

/** Reads some stored sessions that have ended all together. Returns a function that says what was read of one. */
export async function readTogether(store: Store, ended: readonly SessionRow[]): Promise<(id: number) => AlreadyRead> {
  const ids = [...new Set(ended.map(({ id }) => id))];
  const contents = ids.length < 2 ? [] : await store.restoreEnded(ids);
  const byId = new Map(contents.map((content, at) => [ids[at], content]));
  const bars: AlreadyRead["bars"] = new Map();
  return (id) => ({ content: byId.get(id), bars });
}

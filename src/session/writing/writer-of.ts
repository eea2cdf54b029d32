import type { SessionRecord } from "../record/record";
import { FileWriter } from "./file-writer";
import { KeptWriter } from "./kept-writer";
import type { SessionWriter } from "./writer";

/** Returns the writer of a session. For `clock` and `news` see `FileWriter`. */
export function writerOf(record: SessionRecord, clock: () => number, news: () => void): SessionWriter {
  return record.store.keepsObjects ? new KeptWriter(record) : new FileWriter(record, clock, news);
}

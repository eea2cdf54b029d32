import type { ArrowPackage, ArrowTable } from "./arrow";
import { checkFooter, checkMessage } from "./metadata";

const mark = "ARROW1";

/** Reads an Arrow file or stream. Throws where it is broken, or not all there. */
export function readMessages(bytes: Buffer, arrow: ArrowPackage): ArrowTable {
  if (bytes.toString("latin1", 0, mark.length) !== mark) {
    checkStream(bytes);
    return arrow.tableFromIPC(bytes);
  }
  checkFile(bytes);
  const reader = arrow.RecordBatchReader.from(bytes).open();
  // Reading on to the end, apache-arrow would not come back from a block that is no batch.
  const batches: unknown[] = [];
  while (batches.length < reader.numRecordBatches) {
    const batch = reader.readRecordBatch(batches.length);
    if (batch === null) throw new Error("one of its blocks is missing");
    batches.push(batch);
  }
  return new arrow.Table(reader.schema, batches);
}

function checkFile(bytes: Buffer): void {
  const end = bytes.length - mark.length;
  if (bytes.toString("latin1", end) !== mark) throw new Error("its end is missing");
  const footer = end - 4 - bytes.readInt32LE(end - 4);
  if (footer < mark.length || footer > end) throw new Error("its footer is missing");
  for (const block of checkFooter(bytes.subarray(footer, end - 4))) {
    const { from, size } = messageAt(bytes, block);
    checkMessage(bytes.subarray(from, from + size));
  }
}

/**
 * Throws unless messages go on to the end: a stream that is cut off between two of them would be taken for a shorter one.
 * Source: Arrow's columnar format 1.5, "Serialization and Interprocess Communication".
 */
function checkStream(bytes: Buffer): void {
  let at = 0;
  let ended = false;
  while (!ended && at < bytes.length) {
    const { from, size } = messageAt(bytes, at);
    ended = size === 0;
    at = from + size + (ended ? 0 : checkMessage(bytes.subarray(from, from + size)));
  }
  if (at === 0 || at !== bytes.length) throw new Error("its messages do not go on to its end");
}

/** Returns where a message begins, and its length. Before Arrow 0.15 the length came first, now a mark does. */
function messageAt(bytes: Buffer, at: number): { from: number; size: number } {
  const from = at + (bytes.readInt32LE(at) === -1 ? 8 : 4);
  const size = bytes.readInt32LE(from - 4);
  if (size < 0) throw new Error("a message has no length");
  return { from, size };
}

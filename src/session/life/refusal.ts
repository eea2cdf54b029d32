import { PaperLabError } from "../../errors";
import type { SessionRun } from "../../run/run";
import { type SessionRecord, warn } from "../record/record";
import type { SessionWriter } from "../writing/writer";

/**
 * Has a session begin for the first time. If it cannot, because its signals look ahead for example, why is kept with it:
 * then its name is free for the corrected one.
 */
export async function begunOrRefused(
  record: SessionRecord,
  writer: SessionWriter,
  made: () => Promise<SessionRun>,
): Promise<SessionRun> {
  const { status } = record;
  const begin = async () => {
    const run = await made();
    run.checkLookAhead();
    return run;
  };
  const run = await begin().catch(async (error) => {
    if (error instanceof PaperLabError && error.code === "INTERRUPTED") throw error;
    status.error = error as Error;
    await writer
      .writeRefusal(error as Error)
      .catch((failure) => warn(record, "Its error could not be stored", failure));
    throw error;
  });
  if (status.error !== undefined) await writer.writeRefusal(undefined);
  status.error = undefined;
  return run;
}

import { thrownText } from "../../core/checks";
import { PaperLabError } from "../../errors";
import type { SessionRun } from "../../run/run";
import { note, type SessionRecord, warn } from "../record/record";
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

/** Says that a session no longer waits for its strategy, and where it stands. */
export function noteGivenUp(record: SessionRecord, error: PaperLabError, where: string): void {
  note(record, `It no longer waits for its strategy, and stands ${where}: ${thrownText(error)}`);
}

/** Returns the error of a session that could not be stopped. */
export function noAnswer(name: string): PaperLabError {
  const message = `Expected the strategy of session "${name}" to answer when it was stopped, but it did not. The session is PAUSED`;
  return new PaperLabError("INVALID_STATE", message);
}

import assert from "node:assert/strict";
import { type ErrorCode, errorCodes, PaperLabError } from "../../src/index";

/** Asserts that a call rejects with the error of a code; a pattern need only be somewhere in its message. */
export async function refused(work: Promise<unknown>, code: ErrorCode, message: string | RegExp): Promise<void> {
  const error = await work.then(
    () => assert.fail(`Expected ${code}, was no error`),
    (thrown) => thrown,
  );
  assert.ok(error instanceof PaperLabError, `Expected a PaperLabError, was ${error}`);
  assert.ok(error.code in errorCodes);
  if (typeof message === "string") assert.deepEqual([error.code, error.message], [code, message]);
  else assert.match(`${error.code} ${error.message}`, new RegExp(`^${code} .*${message.source}`));
}

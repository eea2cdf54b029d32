/** An expected failure. Its message says what is missing and what to do, and is shown without a stack. */
export class Problem extends Error {
  /**
   * @param {string} message one sentence, then further lines where they help
   * @param {number} exitCode of the whole command
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs the body of a script. A `Problem` ends it with its message and exit code, any other error with its stack. */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = error.exitCode;
  }
}

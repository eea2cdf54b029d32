/**
 * Every code that a `PaperLabError` can have, and when. The list is closed. A test compares it with `docs/errors.md`.
 */
export const errorCodes = {
  INVALID_OPTION: "An option or argument is of the wrong kind or out of range.",
  UNKNOWN_OPTION: "An option is unknown where it was given; the message names the nearest one.",
  INVALID_STRATEGY: "A strategy does not have the expected shape.",
  INVALID_ORDER: "An order has a side, quantity, type or price that makes no sense.",
  UNKNOWN_SYMBOL: "A symbol is not in the feed, or not in the session.",
  UNKNOWN_SESSION: "The lab has no session with that id or name.",
  UNKNOWN_COLUMN: "A table, file or frame has no column of that name.",
  MISSING_FILE: "A data file does not exist or cannot be read.",
  EMPTY_DATA: "A file, array or frame has no bars, or none in the requested range.",
  INVALID_COLUMNS: "A header lacks a column, names one twice, or is ambiguous.",
  INVALID_DATA: "A row has a number, date or price that cannot be right.",
  BARS_OUT_OF_ORDER: "Bars are not in time order.",
  REPEATED_BAR: "One symbol has two bars with the same time.",
  INVALID_STATE: "A call is not allowed in the session's present state.",
  INTERRUPTED: "A cell was interrupted while it waited for a session; the session is kept.",
  STRATEGY_FAILED: "A strategy threw or rejected; the original error is the cause.",
  RULE_FAILED: "A risk rule of your own threw, or its answer makes no sense.",
  MODEL_FAILED: "A cost, latency or borrow model of your own threw, or its answer makes no sense.",
  INVALID_SIGNALS: "What a function of signals returned is not one number a bar, in one of the forms of signals.",
  LOOK_AHEAD: "The signals of a strategy change when later bars are left out.",
  SESSION_EXISTS: 'A session with that name exists, and `ifExists` is "error".',
  SESSION_IN_USE: "Another process is running the session, or has it PAUSED to go on with.",
  RECOVERY_MISMATCH: "A stored session was run again up to where it stood, and decided differently.",
  RULES_CHANGED: "A stored session cannot go on, because this paperlab does not have its rules.",
  LAB_CLOSED: "The lab was closed.",
  REPORT_FAILED: "A page could not be written to its file.",
  STORE_LOCKED: "The database stayed locked by another process.",
  STORE_READ_ONLY: "The database or its folder cannot be written to.",
  STORE_CORRUPT: "The file is not a paperlab database, is damaged, or lacks its log.",
  STORE_NEWER: "The database was written by a newer version of paperlab.",
  STORE_FULL: "The disk is full.",
  STORE_FAILED: "SQLite refused for another reason; its error is the cause.",
  THREADS_FAILED: "The package that makes the threads of a sweep is not there, or does not load.",
  RUN_FAILED: "A run of a sweep ended its thread, or ran out of memory or time; the other runs go on.",
  BUILTIN_CHANGED: "A run of a sweep changed what all runs of a process share; the other runs go on in another thread.",
  RUN_NOT_REPRODUCIBLE: "A run of a sweep was made a second time, and decided differently.",
  UNKNOWN_SWEEP: "The lab has no sweep of that name.",
  SWEEP_IN_USE: "Another process, or another cell, is running the sweep.",
  NO_SHARED_WINDOW: "Sessions to be compared have no time in common.",
  NOTHING_SWEPT: "A figure over params was asked for, but all runs of the sweep have the same.",
  NOTHING_RANKED: "No run of a sweep has a value to be ranked by.",
  RETURNS_NOT_KEPT: "What was asked for needs the returns of each run, which the sweep did not keep.",
  INVALID_FORMULA:
    "A formula cannot be read, does more than arithmetic and comparison, or asks for another kind of value than there is.",
  QUEUE_FAILED: "The Redis server of a queue, or a package that speaks to it, is not there or refuses.",
  OPTUNA_FAILED: "Python or Optuna, which searches for a sweep, is not there, or refused.",
  CANNOT_TRAVEL: "A strategy needs something that cannot be sent to threads and other machines.",
  INVALID_QUERY: "A query is not one SQL statement that only reads, or SQLite refused it.",
} as const;

/** One of the codes of `errorCodes`. */
export type ErrorCode = keyof typeof errorCodes;

type Inspect = (value: unknown, options: object) => string;

/**
 * The only error that paperlab throws on purpose. Its message is one sentence: what was expected, what it was, and
 * what to do. `code` is one of `errorCodes`. `cause` holds the original error, if there is one.
 */
export class PaperLabError extends Error {
  override readonly name = "PaperLabError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  /** Prints itself as any error does, even if its cause cannot be printed. @internal */
  [Symbol.for("nodejs.util.inspect.custom")](_depth: number, options: object, inspect: Inspect): string {
    try {
      return inspect(this, { ...options, customInspect: false });
    } catch {
      return `${this.stack}\n  [cause]: an error that cannot be printed`;
    }
  }
}

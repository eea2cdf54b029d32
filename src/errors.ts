/**
 * Every code a `PaperLabError` can carry, with the case it stands for. The list is closed, and `docs/errors.md` is kept
 * in step with it by a test.
 */
export const errorCodes = {
  INVALID_OPTION: "An option or argument has a value of the wrong kind or out of its range.",
  UNKNOWN_OPTION: "An option is not known where it was given; the message names the near match.",
  INVALID_STRATEGY: "A strategy is not an object of the expected shape.",
  INVALID_ORDER: "An order was asked for with a side, quantity, type or price that makes no sense.",
  UNKNOWN_SYMBOL: "A symbol is not in the feed or not in the session.",
  UNKNOWN_SESSION: "The lab has no session with that id or name.",
  UNKNOWN_COLUMN: "A table, file or frame has no column of that name.",
  MISSING_FILE: "A data file does not exist or cannot be read.",
  EMPTY_DATA: "A file, array or frame holds no bars, or none in the range asked for.",
  INVALID_COLUMNS: "A header lacks a column, names one twice, or leaves its meaning open.",
  INVALID_DATA: "A row holds a number, date or price that cannot be right.",
  BARS_OUT_OF_ORDER: "Bars are not in time order.",
  REPEATED_BAR: "One symbol has two bars of the same time.",
  INVALID_STATE: "A session was asked for something that its state does not allow.",
  INTERRUPTED: "A cell was interrupted while it waited for a session, which is kept.",
  STRATEGY_FAILED: "A strategy threw or rejected; the original error is the cause.",
  SESSION_EXISTS: 'A session of that name exists and `ifExists` is "error".',
  SESSION_IN_USE: "Another process is running the session.",
  RECOVERY_MISMATCH: "A stored session, run again up to where it stood, decided otherwise.",
  RULES_CHANGED: "A stored session was made under rules that this paperlab does not have, and cannot go on.",
  LAB_CLOSED: "The lab was closed.",
  REPORT_FAILED: "A page could not be written to its file.",
  STORE_LOCKED: "The database stayed locked by another process.",
  STORE_READ_ONLY: "The database or its folder cannot be written to.",
  STORE_CORRUPT: "The file is not a database of paperlab, is damaged, or lacks its log.",
  STORE_NEWER: "The database was written by a newer version of paperlab.",
  STORE_FULL: "The disk is full.",
  STORE_FAILED: "SQLite refused for another reason; its error is the cause.",
  INVALID_QUERY: "A query is not one reading SQL statement, or SQLite refused it.",
} as const;

/** One of the codes of `errorCodes`. */
export type ErrorCode = keyof typeof errorCodes;

type Inspect = (value: unknown, options: object) => string;

/**
 * The only error that paperlab throws on purpose: one sentence that says what was expected, what it was, and what to do.
 * `code` is one of `errorCodes`; `cause` holds the original error where there is one.
 */
export class PaperLabError extends Error {
  override readonly name = "PaperLabError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  /** Prints itself as any error does, also where its cause does not let itself be printed. @internal */
  [Symbol.for("nodejs.util.inspect.custom")](_depth: number, options: object, inspect: Inspect): string {
    try {
      return inspect(this, { ...options, customInspect: false });
    } catch {
      return `${this.stack}\n  [cause]: an error that cannot be printed`;
    }
  }
}

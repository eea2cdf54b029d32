/** A change of one file that is there: what is put before its only `before`. */
export interface Insertion {
  readonly file: string;
  readonly before: string;
  readonly text: string;
}

/** Something that is added to paperlab, as a row of the table in CONTRIBUTING.md says. */
export interface Addition {
  /** What the row is about: its first cell. */
  readonly row: string;
  /** The new file, relative to the project. */
  readonly file?: { readonly path: string; readonly text: string };
  /** The lines that register it. */
  readonly lines: readonly Insertion[];
  /** An expression that shows that it works; `paperlab` is src/index.ts, and it may await. */
  readonly tried: string;
  /** What that expression is, as JSON. */
  readonly result: unknown;
  /** What is forgotten, and what refuses it. */
  readonly forgotten: readonly Forgotten[];
}

/** An addition without a part of it. */
export interface Forgotten {
  readonly what: string;
  /** Places in `lines` of what is left out. */
  readonly lines?: readonly number[];
  /** Text that is left out of the new file, or of the lines where there is none. */
  readonly text?: string;
  /** What the compiler says, in which file; what a rule of the house says; or the test that fails, by its file and name. */
  readonly refused: { readonly in: string; readonly says: RegExp } | { readonly house: RegExp } | FailingTest;
}

/** A test of the project, by its file and a part of its name. */
export interface FailingTest {
  readonly test: string;
  readonly that: string;
}

/** What Jupyter is told of an error. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What a front end asks to be executed, as Jupyter's messaging protocol has it. */
export interface ExecuteRequest {
  readonly code: string;
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly user_expressions?: Readonly<Record<string, string>>;
}

/** What it is answered. */
export type ExecuteReply = { readonly execution_count: number } & (
  | {
      readonly status: "ok";
      readonly payload: readonly [];
      readonly user_expressions: Readonly<Record<string, unknown>>;
    }
  | ({ readonly status: "error" } & ErrorReport)
);

/** An error as Jupyter gets it. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** A request to execute code, as in Jupyter's messaging protocol. */
export interface ExecuteRequest {
  readonly code: string;
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly user_expressions?: Readonly<Record<string, string>>;
}

/** The reply to it. */
export type ExecuteReply = { readonly execution_count: number } & (
  | {
      readonly status: "ok";
      readonly payload: readonly [];
      readonly user_expressions: Readonly<Record<string, unknown>>;
    }
  | ({ readonly status: "error" } & ErrorReport)
);

import type { CheckedRequest } from "./checked-request";

/** The target of a position: units, or a fraction of the equity. */
export interface Target {
  readonly symbol: string;
  readonly unit: "quantity" | "weight";
  readonly size: number;
}

/** One request of a strategy, waiting for its step to end. */
export type QueuedRequest =
  | { readonly kind: "order"; readonly number: number; readonly request: CheckedRequest }
  | { readonly kind: "cancel"; readonly id: string }
  | { readonly kind: "target"; readonly target: Target }
  | { readonly kind: "close"; readonly symbol: string | undefined };

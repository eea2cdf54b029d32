import type { OrderTerms } from "./working-order";

/** What a position is to be brought to: units, or a fraction of the equity. */
export interface Target {
  readonly symbol: string;
  readonly unit: "quantity" | "weight";
  readonly size: number;
}

/** One thing a strategy asked for, waiting for its step to end. */
export type QueuedRequest =
  | { readonly kind: "order"; readonly number: number; readonly terms: OrderTerms }
  | { readonly kind: "cancel"; readonly id: string }
  | { readonly kind: "target"; readonly target: Target }
  | { readonly kind: "close"; readonly symbol: string | undefined };

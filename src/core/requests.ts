import type { OrderTerms } from "./working-order";

/** One thing a strategy asked for, waiting for its step to end. */
export type QueuedRequest =
  | { readonly kind: "order"; readonly number: number; readonly terms: OrderTerms }
  | { readonly kind: "cancel"; readonly id: string }
  | { readonly kind: "targetQuantity"; readonly symbol: string; readonly quantity: number }
  | { readonly kind: "targetWeights"; readonly weights: readonly (readonly [symbol: string, weight: number])[] }
  | { readonly kind: "close"; readonly symbol: string | undefined };

/** Weights that were divided by their sum may miss 1 by their last bits. */
const LAST_BITS = 1e-9;

/** Whether weights of this size, a share of the equity, are more than the leverage allows. */
export function isBeyond(size: number, leverage: number): boolean {
  return size > leverage + LAST_BITS;
}

import { ExactSum } from "./exact-sum";
import { Twofold } from "./twofold";

const scale = new Twofold();
const square = new Twofold();
const factor = new Twofold();
const exact = new ExactSum();

// Below this share of its two terms their difference is computed without rounding: to 32 digits it would have lost 10.
const CANCELED = 1e-10;

/**
 * Sets `to` to `n * products - a * b`: n squared times a covariance, from the sums of n values each and of their
 * products; times a variance, where both are the same. Exactly 0 where the values are equal.
 */
export function spread(to: Twofold, n: number, products: ExactSum, a: ExactSum, b: ExactSum): Twofold {
  products.read(scale);
  square.setProduct(scale, factor.set(n, 0));
  a.read(scale);
  scale.setProduct(scale, b.read(factor));
  to.setDifference(square, scale);
  if (Math.abs(to.high) > CANCELED * (Math.abs(square.high) + Math.abs(scale.high))) return to;
  exact.clear();
  exact.addSum(products, n);
  exact.addProductOfSums(a, b, -1);
  return exact.read(to);
}

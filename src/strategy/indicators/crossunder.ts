import { crossing } from "./mechanism/crossing";

/**
 * Returns whether the first line goes below the second at the newest bar: it is below it now, and at the bar before it
 * was not. Everything else is as in `crossover`: `crossunder(close, [sma, 10], [sma, 30])`.
 */
export const crossunder = crossing("crossunder", -1);

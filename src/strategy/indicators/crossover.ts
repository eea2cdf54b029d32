import { crossing } from "./mechanism/crossing";

/**
 * Returns whether the first line goes above the second at the newest bar: it is above it now, and at the bar before it
 * was not. Of whole columns it returns 1 where it does and 0 elsewhere. Equal lines never cross.
 *
 * One value does not say what was before it, so bar by bar the lines are named, not calculated:
 * `crossover(close, [sma, 10], [sma, 30])`, `crossover(close, [rsi, 14], 30)`, `crossover(close, [sma, 200])` for the
 * closes themselves, `crossover(history(symbol), [adx, 14, "plusDi"], [adx, 14, "minusDi"])`. Two columns or lists
 * can be crossed as they are. Throws INVALID_OPTION if a line or what it is of is wrong.
 */
export const crossover = crossing("crossover", 1);

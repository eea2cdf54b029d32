/**
 * The chance that a strategy has: each call returns the next uniform number from 0 (inclusive) to 1 (exclusive). Streams of
 * one seed give the same numbers, so that a run can be done again. There is no other chance in a run.
 */
export type RandomStream = () => number;

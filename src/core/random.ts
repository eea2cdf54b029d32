/**
 * A strategy's source of chance: each call returns the next uniform number from 0 (inclusive) to 1 (exclusive). One
 * seed always gives the same numbers, so a run can be repeated. A run has no other chance.
 */
export type RandomStream = () => number;

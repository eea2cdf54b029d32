/** The name of one hook of a strategy. `schedule` stands for all functions given to it. */
export type Hook =
  | "onStart"
  | "onCorporateAction"
  | "onFill"
  | "onBar"
  | "onBars"
  | "schedule"
  | "targetWeights"
  | "onStop";

/** The equity fell below what the positions require. The broker reduces them at the next step. */
export interface MarginCall {
  /** The time of its step, epoch milliseconds UTC. */
  readonly time: number;
  /** At the end of the step, currency. */
  readonly equity: number;
  /** What the positions require at their last closes, currency. */
  readonly required: number;
}

import { type SliceParts, Slices } from "../../../src/session/turns/slices";

/**
 * A time that passes only where something is said to take some or waits, and a bell that rings every five milliseconds of
 * it until nobody hears it.
 */
export class Time {
  now = 0;
  /** When the event loop had its turn. */
  readonly turns: number[] = [];
  /** What has to be over before it has one. */
  readonly under: Promise<unknown>[] = [];
  readonly bell: SliceParts["bell"] & { ready: boolean };
  readonly slices: Slices;
  /** How many milliseconds after its time a timer fires. */
  lateness = () => 0;
  #asleep = true;
  readonly #timers = new Map<object, { readonly at: number; readonly work: () => void }>();

  constructor(hasBell: boolean) {
    const ask = () => {
      this.bell.cells[0] = 0;
      this.#asleep = false;
    };
    this.bell = { cells: new Int32Array(3), ready: hasBell, start() {}, ask };
    this.slices = new Slices({
      clock: () => this.now,
      soon: (work) => void this.#turn(work),
      later: (work, after) => this.#later(work, after),
      bell: this.bell,
    });
  }

  /** The longest time for which the event loop had no turn. */
  get longestWait(): number {
    return Math.max(...this.turns.map((turn, at) => turn - (this.turns[at - 1] ?? 0)));
  }

  take(milliseconds: number): void {
    const { cells, ready } = this.bell;
    const before = Math.floor(this.now / 5);
    this.now += milliseconds;
    for (let rings = Math.floor(this.now / 5) - before; ready && rings > 0 && !this.#asleep; rings--) {
      this.#asleep = cells[0] === 1;
      cells[0] = 1;
    }
  }

  #later(work: () => void, milliseconds: number): () => void {
    const key = {};
    this.#timers.set(key, { at: this.now + milliseconds + this.lateness(), work });
    // Once nothing else is to be done.
    setImmediate(() => setImmediate(() => this.#fire()));
    return () => this.#timers.delete(key);
  }

  // The first of the timers, which is the one that time passes to.
  #fire(): void {
    const [first] = [...this.#timers].sort(([, a], [, b]) => a.at - b.at);
    if (first === undefined) return;
    const [key, { at, work }] = first;
    this.#timers.delete(key);
    if (at > this.now) this.take(at - this.now);
    work();
  }

  async #turn(work: () => void): Promise<void> {
    await Promise.all(this.under.splice(0));
    setImmediate(() => {
      this.turns.push(this.now);
      work();
    });
  }
}

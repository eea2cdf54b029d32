/** How often something happened. */
export class Rate {
  #count = 0;
  #happened = 0;

  add(happened: boolean): void {
    this.#count++;
    if (happened) this.#happened++;
  }

  get count(): number {
    return this.#count;
  }

  /** Share of cases in which it happened. */
  get share(): number {
    return this.#happened / this.#count;
  }

  /** Standard error of the share, if it is in truth that promised. */
  errorAt(promised: number): number {
    return Math.sqrt((promised * (1 - promised)) / this.#count);
  }
}

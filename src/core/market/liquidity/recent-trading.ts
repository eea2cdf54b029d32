/** How many bars, and how many days, are looked back at. */
const LOOKBACK = 20;
// One more: the newest bar may be the one that fills, and the first of 20 returns needs the close before it.
const KEPT = LOOKBACK + 1;

/** How one symbol traded lately: its newest bars and days, and what the session has filled today. */
export class RecentTrading {
  #time = Number.NEGATIVE_INFINITY;
  #bars = 0;
  readonly #volumes = new Float64Array(KEPT);
  // The day of the newest bar, which may not be over.
  #day = Number.NaN;
  #dayVolume = 0;
  #dayClose = Number.NaN;
  // The days before it.
  #days = 0;
  readonly #dayVolumes = new Float64Array(KEPT);
  readonly #dayCloses = new Float64Array(KEPT);
  #lastMean = Number.NaN;
  #filledDay = Number.NaN;
  #bought = 0;
  #sold = 0;

  /** Takes the next bar, of a trading day. */
  take(time: number, day: number, close: number, volume: number): void {
    if (day !== this.#day) this.#beginDay(day);
    this.#dayVolume += volume;
    this.#dayClose = close;
    this.#volumes[this.#bars % KEPT] = volume;
    this.#bars++;
    this.#time = time;
  }

  /** Takes a fill of the session on a day: `sign` is 1 for a purchase, -1 for a sale. */
  fill(day: number, sign: number, quantity: number): void {
    if (day !== this.#filledDay) {
      this.#filledDay = day;
      this.#bought = 0;
      this.#sold = 0;
    }
    if (sign > 0) this.#bought += quantity;
    else this.#sold += quantity;
  }

  /** Turns each unit into `ratio` units, at a price by as much lower. */
  split(ratio: number): void {
    for (let at = 0; at < KEPT; at++) {
      this.#volumes[at] *= ratio;
      this.#dayVolumes[at] *= ratio;
      this.#dayCloses[at] /= ratio;
    }
    this.#dayVolume *= ratio;
    this.#dayClose /= ratio;
    this.#lastMean *= ratio;
    this.#bought *= ratio;
    this.#sold *= ratio;
  }

  /** Returns what was filled on a day and side, units. */
  filled(day: number, sign: number): number {
    if (day !== this.#filledDay) return 0;
    return sign > 0 ? this.#bought : this.#sold;
  }

  /** Returns the mean volume of up to 20 bars before `time`; `NaN` without any. */
  meanVolume(time: number): number {
    const end = this.#time < time ? this.#bars : this.#bars - 1;
    const from = Math.max(0, end - LOOKBACK, this.#bars - KEPT);
    let sum = 0;
    for (let at = from; at < end; at++) sum += this.#volumes[at % KEPT];
    return end > from ? sum / (end - from) : Number.NaN;
  }

  /** Returns how many of the up to 20 days before `day` there are. */
  daysBefore(day: number): number {
    return Math.min(LOOKBACK, this.#known(day));
  }

  /** Returns the mean volume of the up to 20 days before `day`; the last one above 0 if it is 0; `NaN` without any. */
  meanDailyVolume(day: number): number {
    const mean = this.#meanOf(this.#known(day));
    return mean > 0 ? mean : this.#lastMean;
  }

  /** Returns the sample standard deviation of the returns of the up to 20 days before `day`; `NaN` with fewer than two. */
  dailyVolatility(day: number): number {
    const known = this.#known(day);
    // The first day of all has no return.
    const from = Math.max(1, known - LOOKBACK);
    const count = known - from;
    if (count < 2) return Number.NaN;
    let sum = 0;
    for (let at = from; at < known; at++) sum += this.#returnOf(at);
    const mean = sum / count;
    let squares = 0;
    for (let at = from; at < known; at++) squares += (this.#returnOf(at) - mean) ** 2;
    return Math.sqrt(squares / (count - 1));
  }

  // How many days are over when `day` comes. That of the newest bar may be one of them.
  #known(day: number): number {
    return this.#day < day ? this.#days + 1 : this.#days;
  }

  #meanOf(known: number): number {
    const from = Math.max(0, known - LOOKBACK);
    let sum = 0;
    for (let at = from; at < known; at++) sum += at === this.#days ? this.#dayVolume : this.#dayVolumes[at % KEPT];
    return known > from ? sum / (known - from) : Number.NaN;
  }

  #returnOf(at: number): number {
    return this.#closeOf(at) / this.#closeOf(at - 1) - 1;
  }

  #closeOf(at: number): number {
    return at === this.#days ? this.#dayClose : this.#dayCloses[at % KEPT];
  }

  #beginDay(day: number): void {
    if (!Number.isNaN(this.#day)) {
      this.#dayVolumes[this.#days % KEPT] = this.#dayVolume;
      this.#dayCloses[this.#days % KEPT] = this.#dayClose;
      this.#days++;
      const mean = this.#meanOf(this.#days);
      if (mean > 0) this.#lastMean = mean;
    }
    this.#day = day;
    this.#dayVolume = 0;
  }
}

const dayLength = 86_400_000;

// More dates without a bar than a century of holidays are no holidays: the series has gaps.
const mostHolidays = 1500;

/** A break of an axis, as Plotly reads it: days of every week, or dates. */
export interface RangeBreak {
  readonly bounds?: readonly [from: string, to: string];
  readonly values?: readonly string[];
}

/** Returns the breaks that leave out the days on which none of some dates (ISO, ascending) falls, so that bars stand side by side. */
export function closedDays(dates: readonly string[]): RangeBreak[] {
  if (dates.length < 2) return [];
  const open = new Set(dates);
  const weekdays = new Set(dates.map((date) => new Date(date).getUTCDay()));
  const weekends = !weekdays.has(6) && !weekdays.has(0);
  const closed: string[] = [];
  for (let time = Date.parse(dates[0]); time <= Date.parse(dates[dates.length - 1]); time += dayLength) {
    const day = new Date(time);
    const date = day.toISOString().slice(0, 10);
    if (!open.has(date) && !(weekends && day.getUTCDay() % 6 === 0)) closed.push(date);
  }
  const breaks: RangeBreak[] = weekends ? [{ bounds: ["sat", "mon"] }] : [];
  return closed.length === 0 || closed.length > mostHolidays ? breaks : [...breaks, { values: closed }];
}

/** A position on a time axis and its label. */
export interface DateTick {
  readonly time: number;
  readonly text: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const timeSteps = [1000, 5000, 15_000, 30_000, minute, 5 * minute, 15 * minute, 30 * minute, hour, 3 * hour, 6 * hour];
const daySteps = [12 * hour, day, 2 * day, 7 * day, 14 * day];
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];

/** Returns round times (UTC) within a range, about `wanted` at most, with labels that distinguish them. */
export function dateTicks(from: number, to: number, wanted: number): DateTick[] {
  const rough = (to - from) / wanted;
  const step = [...timeSteps, ...daySteps].find((candidate) => candidate >= rough);
  if (step !== undefined) return evenTicks(from, to, step);
  return monthTicks(from, to, monthSteps.find((count) => count * 30.44 * day >= rough) ?? 1200);
}

function evenTicks(from: number, to: number, step: number): DateTick[] {
  const ticks: DateTick[] = [];
  // Weeks begin on a Monday; 1970 began on a Thursday.
  const offset = step >= 7 * day ? 4 * day : 0;
  for (let time = Math.ceil((from - offset) / step) * step + offset; time <= to; time += step)
    ticks.push({ time, text: evenText(time, step) });
  return ticks;
}

function evenText(time: number, step: number): string {
  const text = new Date(time).toISOString();
  if (time % day === 0) return `${Number(text.slice(8, 10))} ${months[Number(text.slice(5, 7)) - 1]}`;
  return text.slice(11, step < minute ? 19 : 16);
}

function monthTicks(from: number, to: number, step: number): DateTick[] {
  const first = new Date(from);
  const ticks: DateTick[] = [];
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  for (let time = monthStart(month); time <= to; time = monthStart(month)) {
    if (time >= from) ticks.push({ time, text: monthText(month, step) });
    month += step;
  }
  return ticks;
}

// Date.UTC takes the years 0 to 99 as 1900 to 1999.
function monthStart(month: number): number {
  return new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1);
}

function monthText(month: number, step: number): string {
  const year = String(Math.floor(month / 12));
  return step % 12 === 0 || month % 12 === 0 ? year : `${months[month % 12]} ${year}`;
}

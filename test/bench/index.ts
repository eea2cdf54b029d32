// `npm run bench`: prints one table. Every measure has a process of its own; what is compared is measured in turn within
// one run. A warm figure is the fastest run of each process, the median over the processes: what else the machine does can
// only make a run slower. First runs are medians. The library that is measured is the compiled one.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { VariantName } from "./variants";
import type { WorkName } from "./works";

type Row = readonly [measure: string, value: string, target: string, met: string];

const ROUNDS = 3;
// Runs in each process; the short work needs more of them to get warm.
const RUNS: Readonly<Record<WorkName, number>> = { million: 15, ten: 9, daily: 60 };
const rows: Row[] = [];

function child(file: string, given: readonly string[] = [], flags: readonly string[] = []): unknown {
  const node = [...flags, "--import", "tsx", join(__dirname, file), ...given];
  return JSON.parse(execFileSync(process.execPath, node, { encoding: "utf8", cwd: join(__dirname, "../..") }));
}

/** Runs the variants of a work in turn; returns the milliseconds of first runs and of warm ones. */
function compare(work: WorkName, names: readonly VariantName[]) {
  const cold = new Map<VariantName, number[]>(names.map((name) => [name, []]));
  const warm = new Map<VariantName, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      const times = child("run-variant.ts", [work, name, String(runsOf(work, name))]) as number[];
      cold.get(name)?.push(times[0]);
      warm.get(name)?.push(Math.min(...times));
    }
  }
  const of = (times: Map<VariantName, number[]>) => (name: VariantName) => median(times.get(name) as number[]);
  return { cold: of(cold), warm: of(warm) };
}

// A file of every run is written: many of them would measure how fast the disk takes them.
function runsOf(work: WorkName, name: VariantName): number {
  return name === "file" && work !== "daily" ? 10 : RUNS[work];
}

function add(measure: string, value: number, unit: string, most?: number): void {
  const target = most === undefined ? "" : `at most ${most}${unit}`;
  rows.push([measure, `${rounded(value)}${unit}`, target, most === undefined ? "" : value <= most ? "met" : "NOT MET"]);
}

function addLeast(measure: string, value: number, least: number): void {
  rows.push([measure, rounded(value), `at least ${least}`, value >= least ? "met" : "NOT MET"]);
}

function million(): void {
  const { cold, warm } = compare("million", ["bare", "calling", "memory", "signals", "file"]);
  add("1 M bars: bare loop", warm("bare"), " ms");
  add("1 M bars: loop that calls the strategy", warm("calling"), " ms");
  add("1 M bars: session in memory", warm("memory"), " ms");
  add("... million bars a second", 1000 / warm("memory"), "");
  add("... times the bare loop", warm("memory") / warm("bare"), "", 6);
  add("... times the calling loop", warm("memory") / warm("calling"), "", 2.5);
  add("1 M bars: session of signals in memory, times the bare loop", warm("signals") / warm("bare"), "", 3);
  add("1 M bars: session in a file", warm("file"), " ms");
  add("... times the session in memory", warm("file") / warm("memory"), "", 4);
  add("... times the bare loop", warm("file") / warm("bare"), "", 20);
  add("1 M bars, first run of a process: session in memory", cold("memory"), " ms");
  add("... times the bare loop's first run", cold("memory") / cold("bare"), "");
  add("... times the calling loop's first run", cold("memory") / cold("calling"), "");
  add("... session in a file, times that in memory", cold("file") / cold("memory"), "", 4);
}

function others(): void {
  const ten = compare("ten", ["memory", "file"]);
  add("ten symbols of 100,000 bars: session in memory", ten.warm("memory"), " ms");
  add("... in a file, times the session in memory", ten.warm("file") / ten.warm("memory"), "", 4);
  const daily = compare("daily", ["memory", "file"]);
  add("5,000 daily bars: session in memory, first run of a process", daily.cold("memory"), " ms");
  add("... again", daily.warm("memory"), " ms", 15);
  add("5,000 daily bars: session in a file, again", daily.warm("file"), " ms", 50);
  const firsts = Array.from({ length: 7 }, () => child("single.ts", ["first"]) as Readonly<Record<string, number>>);
  add("first session of a process: createSession", median(firsts.map(({ create }) => create)), " ms");
  add("... and its run, 5,000 daily bars in memory", median(firsts.map(({ run }) => run)), " ms");
}

function singles(): void {
  const one = (name: string, flags?: readonly string[]) =>
    child("single.ts", [name], flags) as Readonly<Record<string, number>>;
  const ofMemory = ["--expose-gc"];
  const start = one("start");
  add("session start, 99th percentile, in memory", start.memory, " ms", 10);
  add("session start, 99th percentile, in a file", start.file, " ms", 10);
  const metrics = one("metrics");
  add("all metrics of 1 M points and 19,600 trades", metrics["session again"], " ms", 50);
  add("... the first time in a process, trades matched on the way", metrics.session, " ms");
  add("metricsOf 1 M points, every point a return", metrics.metricsOf, " ms", 50);
  const { metrics: full, ...looks } = one("tracking");
  add("all metrics of 1 M points and 41,666 trades", full, " ms", 50);
  for (const [name, time] of Object.entries(looks)) add(`... ${name}`, time, " ms");
  const csv = one("csv");
  add("CSV of 1 M rows loaded", csv.seconds, " s", 0.6);
  add("... memory", one("csvMemory", ofMemory)["bytes a bar"], " bytes a bar", 200);
  // How fast zlib unpacks is not paperlab's.
  for (const [name, ratio] of Object.entries(one("vendors")))
    add(`... ${name}, times the plain file`, ratio, "", name === "packed" ? undefined : 1.5);
  const curve = one("curve");
  add("curve of 1 M points written", curve.write, " ms");
  add("... read", curve.read, " ms");
  const memory = one("memory", ofMemory);
  for (const [when, megabytes] of Object.entries(memory))
    add(`memory held, sessions of 100,000 bars, ${when}`, megabytes, " MB");
  const endless = one("endless", ofMemory);
  add("memory held, a session without an end, after 1 M bars", endless["after 1 M"], " MB");
  add("... after 5 M, times that", endless["after 5 M"] / endless["after 1 M"], "", 1.1);
  const thousand = one("thousand");
  add("1,000 sessions at a step a second, in memory", thousand["core, memory"], " of a core");
  add("... in a file", thousand["core, file"], " of a core", 0.33);
  add("... 99 % of the steps are late by", thousand["late, 99 %, file"], " ms", 20);
  add("... 99 % of what a cell does waits for", thousand["cell waits, 99 %, file"], " ms", 100);
  add("... they are paused and the lab is closed in", thousand["closing, file"], " ms");
  const concurrent = one("concurrent");
  add("20 sessions of 100,000 bars one by one", concurrent["one by one"], " ms");
  add("... at once", concurrent.together, " ms");
}

function stored(): void {
  const one = (name: string) => child("stored.ts", [name]) as Readonly<Record<string, number>>;
  const list = one("list");
  add("10,000 stored sessions filtered and ranked by formulas", list.ranked, " ms", 100);
  add("... filtered by a function", list.byFunction, " ms");
  add("... all of them as a frame", list.all, " ms");
  const open = one("open");
  add("a stored session of 1 M bars opened", open.open, " ms", 100);
  add("... its trades read when somebody looks", open.look, " ms");
  add("a daily session of five years", one("size").kilobytes, " kB of the file", 80);
}

function risk(): void {
  const costs = child("rules.ts") as Readonly<Record<string, number>>;
  add("a risk rule, an order: the median", median(Object.values(costs)), " ns", 50);
  const [name, most] = Object.entries(costs).reduce((a, b) => (b[1] > a[1] ? b : a));
  add(`... the dearest, ${name}`, most, " ns", 50);
}

function orders(): void {
  const one = (name: string) => (child("orders.ts", [name]) as Readonly<Record<string, number>>)[name];
  add("1 M bars on which 100 orders rest", one("resting"), " ms", 1000);
  const [five, fifty] = [one("step of 5"), one("step of 50")];
  add("a step of 5 of 500 symbols, 1,000 orders at work", five, " us");
  add("... of 50 of them, times that", fifty / five, "", 12);
  for (const name of ["orders", "sales", "cancellations", "stops", "stops that are exits", "pairs of exits"])
    add(`100,000 ${name} at one bar`, one(name), " ms", 2000);
  for (const name of ["pairs of a group", "one group", "brackets", "replacements"])
    add(`100,000 orders, ${name}`, one(name), " ms");
}

function strategies(): void {
  const one = (name: string) => child("strategies.ts", [name]) as Readonly<Record<string, number>>;
  const styles = one("styles");
  for (const windows of ["10/30", "200/800"])
    add(`README's style at ${windows}, times running sums of one's own`, styles[windows], "", 1.5);
  add("a bar that looks at its history, of 500 symbols, times that of one", one("histories").ratio, "", 1.2);
  add("a bar of 500 daily symbols, times that of ten", one("bars").ratio, "", 1.2);
  const rebalance = one("rebalance");
  add("rebalance of 500 symbols, to its fills", rebalance["500 symbols, ms"], " ms", 1);
  add("... an order, times that of ten symbols", rebalance.ratio, "", 1.2);
}

function made(): void {
  const { closes, bars, ...off } = child("made.ts") as Readonly<Record<string, number>>;
  addLeast("gbm: million bars a second, closes only", closes, 5);
  addLeast("... with high and low", bars, 1);
  for (const [name, errors] of Object.entries(off)) add(`... ${name} of 10 M bars, standard errors off`, errors, "", 3);
}

function comparison(): void {
  const found = child("comparison.ts") as Readonly<Record<string, number>>;
  add("10 series of 5,000 returns compared by all metrics, 2,000 resamples", found.ten, " ms", 2000);
  add("... two of them", found.pair, " ms");
  add("500 sessions of 1,260 days compared in every table and the card, no resamples", found.many, " ms", 1000);
}

// By CPU of all threads, so that it can be told on a machine that others use too.
function sweeps(): void {
  const bars = child("sweeps.ts", ["bars"]) as Readonly<Record<string, number>>;
  const signals = child("sweeps.ts", ["signals"]) as Readonly<Record<string, number>>;
  add("100 pairs x 100,000 bars on one thread, CPU", bars.one, " ms");
  add("... times the bare loop", bars.one / bars.bare, "");
  add("... as signals, times the bare loop", signals.one / signals.bare, "");
  // PAPERLAB_RAPTORBT and PAPERLAB_VECTORBT are Pythons that have them.
  if (bars.raptorbt !== undefined) {
    add("... times raptorbt, bar by bar", bars.one / bars.raptorbt, "", 1.1);
    add("... times raptorbt, as signals", signals.one / signals.raptorbt, "", 0.7);
  }
  if (signals.vectorbt !== undefined) add("... as signals, times vectorbt", signals.one / signals.vectorbt, "");
  add("... first sweep of a process, times a later one", bars.first / bars.one, "", 1.6);
  addLeast("... two threads, times as fast as one if each has a core", (2 * bars.one) / bars.two, 1.8);
  add("... memory of the process", Math.max(bars.megabytes, signals.megabytes), " MB", 300);
  const first = child("sweeps.ts", ["first"]) as Readonly<Record<string, number>>;
  add("... first result of a later sweep", first.result, " ms", 300);
  const memory = child("sweeps.ts", ["memory"], ["--expose-gc"]) as Readonly<Record<string, number>>;
  add("10,000 small runs: memory of the process, times that after 1,000", memory.many / memory.few, "", 1.3);
  add("... after 10,000 more, times that before these", memory.again / memory.many, "", 1.1);
}

function kernel(): void {
  const found = child("kernel.ts") as Readonly<Record<string, number>>;
  add("kernel: first reply", found.firstReply, " ms", 1000);
  add("... first cell done", found.ready, " ms", 2500);
  add("... first cell with the import", found.firstImport, " ms", 1000);
  add("... 1 + 1", found.sum, " ms", 50);
  add("... a cell of 30 lines", found.thirty, " ms", 150);
  add("... completion", found.completion, " ms", 150);
  add("... completion while a cell waits", found.besideCell, " ms", 150);
  add("... 100,000 console lines", found.lines, " ms", 2000);
  add("... interrupt of a paced session", found.ofSession, " ms", 100);
  add("... interrupt of a session at full speed, in a file", found.full, " ms", 100);
  add("... interrupt of a busy loop", found.ofLoop, " ms", 1000);
  add("... the live card's share of a run", found.card, " %", 2);
}

function requireTime(): void {
  const code = 'const t = performance.now(); require("."); console.log(performance.now() - t)';
  const times = Array.from({ length: 7 }, () =>
    Number(execFileSync(process.execPath, ["-e", code], { encoding: "utf8" })),
  );
  add('require("paperlab")', median(times), " ms", 150);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

million();
others();
singles();
stored();
risk();
orders();
strategies();
made();
comparison();
sweeps();
requireTime();
kernel();
const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { attributionKeys } from "../../src/analysis/tracking/attribution";
import { Lab } from "../../src/api/lab";
import { LabFile } from "../../src/api/lab-file";
import {
  commissionBps,
  type DataFrame,
  maxPositionWeight,
  openLab,
  type Pace,
  type Session,
  type SessionOptions,
  sample,
  slippageBps,
} from "../../src/index";
import { openStore } from "../../src/store/store";
import { crossover, eventful } from "./strategies";

/** A year of Apple, daily. */
export const year = sample("us-daily", { from: "2013-05-13", to: "2014-05-30" });

/** The options of a session on Apple alone. */
export const apple = { symbols: ["AAPL"] } as const satisfies SessionOptions;

/** Options in which everything costs, limits and refuses something. */
export const costly = {
  ...apple,
  initialCapital: 5_000,
  commission: commissionBps(3, { minimum: 1 }),
  slippage: slippageBps(2),
  risk: [maxPositionWeight(0.9)],
  benchmark: "SPX",
  snapshotEvery: "1w",
  seed: "a seed",
} as const satisfies SessionOptions;

/** The arguments of `createSession` for a session of `eventful`, as a cell that is run again has them. */
export function cell(name: string, pace: Pace = "max") {
  return [year, eventful, { ...costly, name, pace }] as const;
}

const folders: string[] = [];
const labs: Lab[] = [];

/** Returns the path of a new file in a folder of its own. */
export function newFile(name = "lab.db"): string {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-"));
  folders.push(folder);
  return join(folder, name);
}

/** Opens a lab, in memory by default; `leaveNothing` closes it. */
export async function lab(path = ":memory:"): Promise<Lab> {
  const opened = await openLab(path);
  labs.push(opened);
  return opened;
}

/** Opens a lab that shares nothing with the others of its file, as another process has it; `leaveNothing` closes it. */
export async function apart(path: string): Promise<Lab> {
  const store = await openStore(path);
  const opened = new Lab(path, new LabFile(store, await store.names()));
  labs.push(opened);
  return opened;
}

/** Returns a new session of `crossover` on Apple in a lab of its own. */
export async function newSession(options: SessionOptions<{ fast: number; slow: number }> = {}): Promise<Session> {
  return (await lab()).createSession(year, crossover, { ...apple, ...options });
}

/** Closes every lab, and keeps the files. */
export async function closeAll(): Promise<void> {
  for (const opened of labs.splice(0)) await opened.close();
}

/** Closes every lab and removes every file made since the last call; for `afterEach`. */
export async function leaveNothing(): Promise<void> {
  await closeAll();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Returns the columns and values of a frame, exact. */
export function tableOf(frame: DataFrame): { columns: string[]; rows: unknown[][] } {
  return { columns: frame.columns, rows: frame.values as unknown[][] };
}

/** Returns everything that a session shows, as plain data. */
export function everythingOf(session: Session): Record<string, unknown> {
  const frames = {
    equity: session.equity(),
    days: session.returns("day"),
    months: session.returns("month"),
    drawdowns: session.drawdowns(),
    positions: session.positions(),
    orders: session.orders(),
    fills: session.fills(),
    trades: session.trades(),
    openLots: session.openLots(),
    roundTrips: session.roundTrips(),
    tradeMetrics: session.tradeMetrics(),
    bySymbol: session.tradeMetrics("symbol"),
    monthlyReturns: session.monthlyReturns(),
    rolling: session.rolling({ window: 20, metrics: ["sharpe", "maxDrawdown", "beta"] }),
    ...Object.fromEntries(attributionKeys.map((by) => [`by ${by}`, session.attribution(by)])),
    cash: session.cash(),
    denials: session.denials(),
    snapshots: session.snapshots(),
    events: session.events(),
    logs: session.logs(),
    records: session.records(),
    inputs: session.inputs(),
    metricsFrame: session.metricsFrame(),
  };
  const { name, state, endReason, steps, fingerprint, tradingState } = session;
  return {
    ...{ name, state, endReason: endReason ?? null, steps, fingerprint, tradingState },
    error: session.error?.message ?? null,
    ...Object.fromEntries(Object.entries(frames).map(([key, frame]) => [key, tableOf(frame)])),
    rows: rowsOf(session),
    metrics: { ...session.metrics() },
    figures: [session.plotEquity(), session.plotDrawdown()],
    moments: session
      .snapshotRows()
      .slice(-2)
      .map(({ time }) => inspect(session.at(time))),
    stories: session
      .tradeRows()
      .slice(-2)
      .map(({ id }) => inspect(session.trade(id))),
  };
}

/** Returns all rows that a session has, as plain data. */
export function rowsOf(session: Session): Record<string, unknown> {
  return {
    equity: session.equityRows(),
    returns: session.returnRows(),
    drawdowns: session.drawdownRows(),
    positions: session.positionRows(),
    orders: session.orderRows(),
    fills: session.fillRows(),
    trades: session.tradeRows(),
    openLots: session.openLotRows(),
    roundTrips: session.roundTripRows(),
    cash: session.cashRows(),
    denials: session.denialRows(),
    snapshots: session.snapshotRows(),
    events: session.eventRows(),
    logs: session.logRows(),
    records: session.recordRows(),
    inputs: session.inputRows(),
  };
}

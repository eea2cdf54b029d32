import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Trade } from "../../src/core/orders/trade";
import type { Batch, NewSession, StoredFill, StoredOrder } from "../../src/store/store";
import { builtProgram } from "../support/built-program";

/** A session that has not begun. */
export const aSession: NewSession = {
  state: "CREATED",
  config: { feed: "f" },
  initialCapital: 100,
  cursor: 0,
  createdAt: 5,
};

const running = new Set<ChildProcess>();

/** Makes an empty folder that goes after the test, with the processes that the test started. */
export function makeFolder(context: Mocha.Suite): () => string {
  let folder = "";
  context.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-store-"));
  });
  context.afterEach(() => {
    for (const child of running) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** A market order. */
export function anOrder(number: number, more: Partial<StoredOrder> = {}): StoredOrder {
  return {
    id: `order-${number}`,
    symbol: "AAPL",
    side: "buy",
    quantity: 10,
    type: "market",
    timeInForce: "DAY",
    status: "working",
    filledQuantity: 0,
    createdAt: 1_400_000_000_000 + number,
    acceptedSequence: 2 * number - 1,
    ...more,
  };
}

/** A fill of the order of the same number. */
export function aFill(number: number, more: Partial<StoredFill> = {}): StoredFill {
  return {
    id: `fill-${number}`,
    orderId: `order-${number}`,
    symbol: "AAPL",
    side: "buy",
    quantity: 10,
    price: 100 / 3 + number,
    commission: 0.1 + 0.2,
    slippage: 0,
    time: 1_400_000_000_000 + number,
    sequence: 2 * number,
    ...more,
  };
}

/** A round trip of the orders 1 and 2. */
export function aTrade(number: number, more: Partial<Trade> = {}): Trade {
  return {
    id: `trade-${number}`,
    symbol: "AAPL",
    direction: "long",
    quantity: 10,
    entryOrderId: "order-1",
    exitOrderId: "order-2",
    entryTime: 1_400_000_000_000,
    exitTime: 1_400_000_060_000,
    entryPrice: 100 / 3,
    exitPrice: 200 / 7,
    entryCommission: 0.1,
    exitCommission: 0.2,
    slippage: 0,
    dividends: 0,
    borrow: 0,
    grossPnl: -0,
    netPnl: -0.30000000000000004,
    returnOnEntry: -1 / 3,
    ...more,
  };
}

/** Batch number `index` (from 0) of a session that fills `size` orders and adds `size` points each time. */
export function aBatch(index: number, size: number): Batch {
  const first = index * size;
  const numbers = Array.from({ length: size }, (_, place) => first + place + 1);
  return {
    state: "RUNNING",
    cursor: first + size,
    orders: numbers.map((number) => anOrder(number)),
    fills: numbers.map((number) => aFill(number)),
    events: {
      from: first,
      kind: new Uint8Array(size),
      number: Int32Array.from(numbers),
      time: Float64Array.from(numbers),
    },
    curve: {
      from: first,
      time: Float64Array.from(numbers),
      equity: Float64Array.from(numbers, (number) => 1 / number),
    },
  };
}

/** Starts a program of `processes/`, which runs beside the test. */
export async function startProcess(script: string, ...values: string[]) {
  const file = await builtProgram(`store/processes/${script}`);
  const child = spawn(process.execPath, [file, ...values], { stdio: ["pipe", "pipe", "inherit"] });
  running.add(child);
  let text = "";
  let over = false;
  child.stdout.setEncoding("utf8").on("data", (part) => {
    text += part;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve)).finally(() => {
    over = true;
    running.delete(child);
  });
  return {
    /** Resolves when it has printed this many lines, or has ended. */
    async lines(count: number): Promise<string[]> {
      while (text.split("\n").length <= count && !over)
        await Promise.race([ended, new Promise((resolve) => child.stdout.once("data", resolve))]);
      return text.split("\n").slice(0, -1);
    },
    /** Writes a line to it. */
    tell(line: string): void {
      child.stdin.write(`${line}\n`);
    },
    /** Sends it a signal; resolves to what ended it, a signal or a number. */
    async signal(name: NodeJS.Signals): Promise<NodeJS.Signals | number> {
      child.kill(name);
      return (await ended) ?? (child.signalCode as NodeJS.Signals);
    },
    /** Ends it as a power cut would. */
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await ended;
    },
    ended,
  };
}

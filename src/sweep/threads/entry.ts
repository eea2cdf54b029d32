// The code of the threads of sweeps. Each keeps what it has made of the newest plans.
import { setImmediate } from "node:timers";
import { promisify } from "node:util";
import { Builtins } from "./builtins";
import { write } from "./last-words";
import { MemorySlice } from "./memory";
import type { PointAnswer, PointTask } from "./messages";
import { planOf } from "./messages";
import { PointRunner, type RunnersShare } from "./run-point";

const MOST_PLANS = 3;
const runners = new Map<number, { readonly runner: PointRunner; version: number }>();
// What sweeps of the same bars share, one after the other.
let share: RunnersShare = {};
let barsOfShare: number | undefined;

const builtins = new Builtins();
// Whether something has run here that may have changed them. It may do so later on.
let areSafe = true;
const { exit } = process;
const turn = promisify(setImmediate);

/** Makes one run. What it throws is its result. A run that has changed builtins ends the thread, which it has spoiled for others. */
export async function runTask(task: PointTask): Promise<PointAnswer> {
  let answer: PointAnswer | undefined;
  let broken: { readonly error: unknown } | undefined;
  try {
    answer = await answerOf(task);
  } catch (error) {
    // What paperlab does after a run may not work without a builtin.
    broken = { error };
  }
  const changed = areSafe ? undefined : builtins.changed();
  if (changed !== undefined) {
    // What breaks in paperlab itself comes of the change.
    const own = answer?.state === "failed" && answer.code !== "RUN_FAILED" ? answer.message : undefined;
    write(task.lastWords, own === undefined ? changed : `${changed}\n${own}`);
    return exit(1);
  }
  if (answer === undefined) throw broken?.error;
  // Node ends a thread for a rejected promise that nobody looks at, once its turn is over. Without a turn here, that would be
  // some time in another run, or never.
  if (!areSafe) await turn();
  return answer;
}

/** Does nothing. A thread is started for it. */
export function beThere(): void {}

async function answerOf({ shared, index, begun, memory: terms }: PointTask): Promise<PointAnswer> {
  if (begun !== undefined) begun[0] = Date.now();
  let kept = runners.get(shared.key);
  if (kept === undefined) {
    const [oldest] = runners.keys();
    if (runners.size >= MOST_PLANS) runners.delete(oldest);
    const { bars, benchmark } = shared;
    // Only a queue tells bars by their hash.
    const material = { ...(bars && { bars: { sha256: "", ...bars } }), ...(benchmark && { benchmark }) };
    kept = {
      runner: new PointRunner(planOf(shared), material, shareOf(bars), () => builtins.accept()),
      version: shared.version,
    };
    runners.set(shared.key, kept);
  }
  if (kept.version !== shared.version) {
    kept.runner.points = planOf(shared).points;
    kept.version = shared.version;
  }
  if (!kept.runner.keepsToItself) areSafe = false;
  const memory = new MemorySlice(terms);
  try {
    return await kept.runner.run(index, memory);
  } finally {
    memory.end();
  }
}

function shareOf(bars: PointTask["shared"]["bars"]): RunnersShare {
  if (bars === undefined) return {};
  if (bars.number !== barsOfShare) share = {};
  barsOfShare = bars.number;
  return share;
}

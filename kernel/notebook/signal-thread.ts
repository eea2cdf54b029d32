// This thread waits for SIGTERM and SIGHUP while a notebook runs without Jupyter. A cell that keeps the main thread
// busy is then broken off, as in a kernel.
import { parentPort, workerData } from "node:worker_threads";
import { Interrupts } from "../protocol/interrupts";
import { usual } from "../protocol/ladder";
import type { SignalsData, ToCells, ToSignals } from "../thread/channel";
import { SharedFlags } from "../thread/flags";
import { watchSignal } from "../thread/signals";

const { flags, stands } = workerData as SignalsData;
let running: number | undefined;
let came = false;

const interrupts = new Interrupts({
  flags: new SharedFlags(flags),
  stands,
  isRunning: (id) => running === id,
  tell: (message: ToCells) => parentPort?.postMessage(message),
  // Native code cannot be broken off. The notebook is written when it ends, or a second signal kills.
  kill: () => {},
});

parentPort?.on("message", (message: ToSignals) => {
  if (message.kind === "heard") interrupts.hear(message.sign);
  else running = message.id;
});

for (const signal of ["SIGTERM", "SIGHUP"] as const) {
  watchSignal(signal, () => {
    if (came) process.kill(process.pid, "SIGKILL");
    came = true;
    if (running !== undefined) interrupts.begin(running, usual);
  });
}

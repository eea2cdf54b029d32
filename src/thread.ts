import { extname, join, relative } from "node:path";

/** A thread's file, and the options of Node that it needs. */
export interface ThreadStart {
  readonly file: string;
  readonly execArgv: string[];
}

/** Returns how to start the thread whose `entry` is in a folder. It gets none of the options of the process. */
export function threadIn(folder: string, extension = extname(__filename)): ThreadStart {
  if (extension !== ".ts") return { file: join(folder, `entry${extension}`), execArgv: [] };
  // paperlab runs from its sources, as in tests. They name a folder where they made its threads, because one that compiles
  // what it loads takes five times as long to start.
  const made = process.env.PAPERLAB_THREADS;
  if (made !== undefined) return { file: join(made, relative(__dirname, folder), "entry.js"), execArgv: [] };
  return { file: join(folder, "entry.ts"), execArgv: ["--require", require.resolve("tsx/cjs")] };
}

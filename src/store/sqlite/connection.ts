import { setTimeout } from "node:timers";
import { PaperLabError } from "../../errors";
import type { Access, Connection, OpenConnection } from "./driver";
import { codeOf, messageOf } from "./errors";
import { nodeDriver } from "./node-driver";
import { sqlite3Driver } from "./sqlite3-driver";

export type { Access, Cells, Connection, Value, Values } from "./driver";

// Milliseconds between attempts to get a lock; the last one repeats.
const pauses = [1, 2, 5, 10, 20];

// The connections of this thread.
const open = new Set<Connection>();
let driver: Promise<OpenConnection> | undefined;

/**
 * Opens a connection with the package sqlite3 if it loads, otherwise with node:sqlite. `PAPERLAB_SQLITE` chooses one.
 * `busyTimeout`: milliseconds to wait for another process's lock. Rejects with SQLite's error, or with STORE_FAILED if
 * there is no SQLite.
 */
export async function openConnection(path: string, access: Access, busyTimeout: number): Promise<Connection> {
  driver ??= chosenDriver(process.env.PAPERLAB_SQLITE);
  const connection = await (await driver)(path, access);
  open.add(connection);
  return {
    run: (sql, values) => patient(() => connection.run(sql, values), busyTimeout),
    all: (sql, values) => patient(() => connection.all(sql, values), busyTimeout),
    ask: (sql, values) => patient(() => connection.ask(sql, values), busyTimeout),
    execute: (script) => connection.execute(script),
    async close() {
      open.delete(connection);
      await connection.close();
    },
    closeNow() {
      open.delete(connection);
      connection.closeNow();
    },
  };
}

/** Closes all connections of this thread at the end of the process; see `Connection.closeNow`. */
export function closeAllNow(): void {
  for (const connection of open) connection.closeNow();
  open.clear();
}

// SQLite can wait for locks itself, but that blocks a whole thread, and does not cover every case.
async function patient<Result>(attempt: () => Promise<Result>, busyTimeout: number): Promise<Result> {
  for (let waited = 0, times = 0; ; times++) {
    try {
      return await attempt();
    } catch (error) {
      if (codeOf(error) !== "SQLITE_BUSY" || waited >= busyTimeout) throw error;
    }
    const pause = pauses[Math.min(times, pauses.length - 1)];
    await new Promise((resolve) => setTimeout(resolve, pause));
    waited += pause;
  }
}

async function chosenDriver(wish = ""): Promise<OpenConnection> {
  if (!["", "sqlite3", "node"].includes(wish)) {
    throw new PaperLabError("STORE_FAILED", `Expected PAPERLAB_SQLITE to be sqlite3 or node, was "${wish}"`);
  }
  const failed = wish === "node" ? "" : await sqlite3Driver().catch((error) => messageOf(error));
  if (typeof failed !== "string") return failed;
  const own = wish === "sqlite3" ? undefined : nodeDriver();
  if (own !== undefined) return own;
  throw new PaperLabError("STORE_FAILED", noDriver(wish, failed.split(/\n|\. /)[0]));
}

function noDriver(wish: string, why: string): string {
  const { node } = process.versions;
  if (wish === "node")
    return `Expected node:sqlite, because PAPERLAB_SQLITE is node, but Node ${node} has none. Use Node 22.13 or newer`;
  if (wish === "sqlite3")
    return `Expected the package sqlite3, because PAPERLAB_SQLITE is sqlite3, but it does not load: ${why}. ${cureFor(why)}`;
  return `Expected SQLite, but the package sqlite3 does not load (${why}) and Node ${node} has none of its own. Use Node 22.13 or newer, which has one. Otherwise ${lowered(cureFor(why))}`;
}

// npm drops an optional package that it cannot build. One that is there was not built, because npm ran no scripts.
function cureFor(why: string): string {
  const command = /^Cannot find \w+ 'sqlite3'/.test(why) ? "install" : "rebuild";
  return `Run "npm ${command} sqlite3 --ignore-scripts=false" and read its output: it needs a C++ compiler and Node's headers. Without access to nodejs.org, npm_config_nodedir names a folder with them`;
}

function lowered(sentence: string): string {
  return sentence[0].toLowerCase() + sentence.slice(1);
}

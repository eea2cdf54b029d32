// Hands batches over and ends at once, without a turn of the event loop: <file> <batches> <"finish", "leave" or "locked">.
// Prints what finishing said.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../../src/store/store";
import { aBatch, aSession } from "../samples";

async function main([file, batches, how]: string[]): Promise<void> {
  const store = await openStore(file, { busyTimeout: 100 });
  const { id } = await store.insertSession(aSession);
  process.on("exit", () => {
    for (let index = 0; index < Number(batches); index++) {
      store.commit(id, aBatch(index, 200), { goesOn: index > 0, patient: true }).catch(() => undefined);
    }
    if (how === "leave") return;
    try {
      store.finishNow();
      store.finishNow();
      writeSync(1, "finished\n");
    } catch (error) {
      writeSync(1, `${(error as { code?: string }).code}\n`);
    }
  });
  if (how === "locked") {
    // It ends with this process, which it reads from.
    const child = spawn(process.execPath, [join(__dirname, "lock.js"), file], { stdio: ["pipe", "pipe", "inherit"] });
    await once(child.stdout, "data");
  }
  process.exit();
}

main(process.argv.slice(2));

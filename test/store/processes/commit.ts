// Commits batches to a new session of its own, and prints a line after each: <file> <name> <batches> <rows a batch>.
import { writeSync } from "node:fs";
import { openStore } from "../../../src/store/store";
import { aBatch, aSession } from "../samples";

async function main([file, name, batches, size]: string[]): Promise<void> {
  const store = await openStore(file);
  const { id } = await store.insertSession({ ...aSession, name });
  for (let index = 0; index < Number(batches); index++) {
    await store.commit(id, aBatch(index, Number(size)));
    writeSync(1, `${index + 1}\n`);
  }
  await store.close();
}

main(process.argv.slice(2));

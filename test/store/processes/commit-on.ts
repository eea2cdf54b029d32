// Stores a batch of a session that runs, another when it is told to, and ends when it is told once more: <file>.
import { once } from "node:events";
import { openStore } from "../../../src/store/store";
import { aBatch, aSession } from "../samples";

async function main([file]: string[]): Promise<void> {
  const store = await openStore(file);
  const { id } = await store.insertSession(aSession);
  await store.acquire(id);
  store.setRunning(id, true);
  await store.commit(id, aBatch(0, 10));
  console.log("running");
  await once(process.stdin, "data");
  await store.commit(id, aBatch(1, 10));
  console.log("stored");
  await once(process.stdin, "data");
  process.exit();
}

main(process.argv.slice(2));

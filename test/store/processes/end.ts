// Stores a batch of a session that runs, and ends: <file> <how>.
import { openStore } from "../../../src/store/store";
import { aBatch, aSession } from "../samples";

async function main([file, how]: string[]): Promise<void> {
  const store = await openStore(file);
  const { id } = await store.insertSession(aSession);
  await store.acquire(id);
  store.setRunning(id, true);
  await store.commit(id, aBatch(0, 1000));
  if (how === "close") await store.close();
  if (how === "exit") process.exit();
  if (how === "throw") {
    process.on("uncaughtException", () => process.exit());
    throw new Error("thrown");
  }
  if (how === "exit while it commits") {
    void store.commit(id, aBatch(1, 1000));
    process.exit();
  }
  if (how === "exit while it reads") {
    void store.restore(id);
    process.exit();
  }
}

main(process.argv.slice(2));

// Stores a batch of a session that runs, says so, and waits for a signal: <file> <how>.
import { openStore } from "../../../src/store/store";
import { aBatch, aSession } from "../samples";

async function main([file, how]: string[]): Promise<void> {
  const store = await openStore(file);
  const other = await openStore(`${file}-other`);
  const { id } = await store.insertSession(aSession);
  await store.acquire(id);
  store.setRunning(id, true);
  await store.commit(id, aBatch(0, 1000));
  if (how === "while it commits") void store.commit(id, aBatch(1, 1000));
  if (how === "its own handler") process.once("SIGTERM", () => setImmediate(console.log, "minded"));
  // As packages do that clear up at the end: they end the process where they are alone.
  const alone = () => {
    if (process.listenerCount("SIGTERM") > 1) return;
    process.off("SIGTERM", alone);
    process.kill(process.pid, "SIGTERM");
  };
  if (how === "a package's handler") process.on("SIGTERM", alone);
  await other.close();
  if (how === "closed") {
    await store.close();
    await store.close();
    const names = ["SIGINT", "SIGTERM", "SIGHUP"];
    console.log(String(names.map((name) => process.listenerCount(name))));
  }
  console.log("ready");
  setInterval(() => undefined, 1000);
}

main(process.argv.slice(2));

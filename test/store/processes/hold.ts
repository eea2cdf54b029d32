// Takes the lock of a session, says so, and keeps it until it is killed: <file> <session>.
import { openStore } from "../../../src/store/store";

async function main([file, id]: string[]): Promise<void> {
  const store = await openStore(file);
  const release = await store.acquire(Number(id));
  console.log(release === undefined ? "refused" : "taken");
  // Named in the timer, because a connection that nothing refers to is closed when memory is collected.
  if (release !== undefined) setInterval(() => release, 1000);
}

main(process.argv.slice(2));

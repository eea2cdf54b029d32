// Commits a batch, says so, and has nothing left to do: its store stays open. <file>
import { openStore } from "../../../src/store/store";
import { aBatch, aSession } from "../samples";

async function main([file]: string[]): Promise<void> {
  const store = await openStore(file);
  const { id } = await store.insertSession(aSession);
  await store.commit(id, aBatch(0, 5));
  store.commit(id, aBatch(1, 5), { patient: true }).then(() => console.log("stored"));
}

main(process.argv.slice(2));

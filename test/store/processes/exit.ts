// Ends in the middle of a commit that nobody waits for: <file>.
import { openStore } from "../../../src/store/store";
import { aBatch, aSession } from "../samples";

async function main([file]: string[]): Promise<void> {
  const store = await openStore(file);
  const { id } = await store.insertSession(aSession);
  await store.commit(id, aBatch(0, 1000));
  for (let index = 1; index < 20; index++) void store.commit(id, aBatch(index, 1000));
  setImmediate(() => process.exit(7));
}

main(process.argv.slice(2));

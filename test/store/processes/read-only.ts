// Tries a database, as a user without the right to write it, and prints what happened as JSON: <file>.
import { openStore } from "../../../src/store/store";
import { aSession } from "../samples";

async function main([file]: string[]): Promise<void> {
  await (await openStore(":memory:")).close(); // everything is loaded before the rights are given up
  if (process.getuid?.() === 0) process.setuid?.(65534);
  const code = (error: { code?: string }) => error.code;
  const store = await openStore(file).catch(code);
  if (typeof store !== "object") return console.log(JSON.stringify({ opened: store }));
  console.log(
    JSON.stringify({
      writable: store.writable,
      sessions: (await store.sessions()).length,
      fills: (await store.restore(1)).fills.length,
      counted: (await store.query("SELECT count(*) AS n FROM paper_fills")).rows[0][0],
      inserted: await store.insertSession(aSession).catch(code),
      committed: await store.commit(1, { cursor: 9 }).catch(code),
      acquired: await store.acquire(1).catch(code),
    }),
  );
  await store.close();
}

main(process.argv.slice(2));

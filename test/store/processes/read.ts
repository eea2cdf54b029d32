// Reads a database in one long transaction, says "reading", and ends it when it is told to: <file>.
import { openConnection } from "../../../src/store/sqlite/connection";

async function main([file]: string[]): Promise<void> {
  const connection = await openConnection(file, "readOnly", 1000);
  await connection.run("BEGIN");
  await connection.all("SELECT count(*) FROM paper_sessions");
  console.log("reading");
  process.stdin.once("data", async () => {
    await connection.run("COMMIT");
    await connection.close();
    process.stdin.destroy();
  });
}

main(process.argv.slice(2));

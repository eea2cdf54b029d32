// Locks the database of the first argument against writing, says "locked", and lets it go at the end of its input.
import { openConnection } from "../../../src/store/sqlite/connection";

async function main(path: string): Promise<void> {
  const connection = await openConnection(path, "create", 0);
  await connection.run("BEGIN EXCLUSIVE");
  process.stdout.write("locked");
  process.stdin.resume().once("end", async () => {
    await connection.run("ROLLBACK");
    await connection.close();
  });
}

main(process.argv[2]);

// Locks the database of the first argument against writing, says "locked", and lets it go when it is told to end.
import { openConnection } from "../../../src/store/sqlite/connection";

async function main(path: string): Promise<void> {
  const connection = await openConnection(path, "create", 0);
  await connection.run("BEGIN EXCLUSIVE");
  process.stdout.write("locked");
  const end = async () => {
    await connection.run("ROLLBACK");
    await connection.close();
    process.stdin.destroy();
  };
  process.stdin.once("data", end).once("end", end);
}

main(process.argv[2]);

import { PaperLabError } from "../../errors";
import { columnsInFile, insertRow } from "../rows/rows";
import type {
  ListedSweep,
  NewSweep,
  StoredReturns,
  StoredSweep,
  StoredSweepResults,
  SweepChanges,
  SweepStep,
  SweepWhole,
} from "../rows/sweep-rows";
import { numbersIn, readRow } from "../rows/table";
import { bytesOf, doublesOf } from "../sqlite/blobs";
import type { Cells, Connection, Value } from "../sqlite/connection";
import { codeOf } from "../sqlite/errors";
import { inTransaction } from "../sqlite/transaction";
import { sweepMetricTable, sweepReturnsTable, sweepStepTable, sweepTable } from "../tables/sweeps";
import { insertTrials } from "../tables/trials";

const light = "id, name, state, rank, runs, done, failed, created_at, started_at, ended_at";

/** Stores a new sweep. Throws SESSION_EXISTS for a name that is taken. */
export async function insertSweep(connection: Connection, sweep: NewSweep): Promise<StoredSweep> {
  const empty = new Uint8Array(0);
  const item = { ...sweep, states: empty, fingerprints: empty, numbers: new Float64Array(0), failures: [] };
  await insertRow(connection, sweepTable, item).catch((error) => refuseTwice(error, sweep.name));
  return (await findSweep(connection, sweep.name)) as StoredSweep;
}

/** Returns the sweep of a name. An older file that cannot be written has none. */
export async function findSweep(connection: Connection, name: string): Promise<StoredSweep | undefined> {
  if ((await columnsInFile(connection, sweepTable)).length === 0) return undefined;
  const [cells] = await connection.all(
    `SELECT ${light}, identity, plan, metrics, version FROM paper_sweeps WHERE name = ?`,
    [name],
  );
  return cells && (rowOf(cells) as StoredSweep);
}

/** Returns all sweeps without their plans, in the order they were made. */
export async function listSweeps(connection: Connection): Promise<ListedSweep[]> {
  if ((await columnsInFile(connection, sweepTable)).length === 0) return [];
  return (await connection.all(`SELECT ${light} FROM paper_sweeps ORDER BY id`)).map(rowOf);
}

// Numbers are read apart.
function rowOf(cells: Cells): ListedSweep {
  const { failures: _, ...row } = readRow(sweepTable, cells) as unknown as StoredSweep & { failures: unknown };
  return row;
}

/** Returns what is stored of the results of a sweep. Throws UNKNOWN_SWEEP. */
export async function sweepResults(connection: Connection, id: number): Promise<StoredSweepResults> {
  const [row] = await connection.all(
    "SELECT states, fingerprints, numbers, failures, metrics FROM paper_sweeps WHERE id = ?",
    [id],
  );
  if (row === undefined) throw gone(id);
  const stored = await connection.all(
    "SELECT number, indices, states, run_values, numbers, fingerprints, failures FROM paper_sweep_steps WHERE sweep_id = ? ORDER BY number",
    [id],
  );
  const steps = stored.map((cells) => ({ ...readRow(sweepStepTable, cells), ...numbersIn(sweepStepTable, [cells]) }));
  const { states, fingerprints, numbers } = numbersIn(sweepTable, [row]);
  if (states.length === 0) return { steps };
  const byName = new Map<string, Float64Array>();
  for (const cells of await connection.all("SELECT metric, run_values FROM paper_sweep_metrics WHERE sweep_id = ?", [
    id,
  ]))
    byName.set(cells.metric as string, doublesOf([cells.run_values as Buffer]));
  const names = JSON.parse(row.metrics as string) as string[];
  const metrics = names.map((name) => byName.get(name) ?? new Float64Array(states.length).fill(Number.NaN));
  return { whole: { states, fingerprints, numbers, failures: JSON.parse(row.failures as string), metrics }, steps };
}

/** Returns the returns by trading day of the runs of a sweep. */
export async function sweepReturns(connection: Connection, id: number): Promise<StoredReturns[]> {
  const rows = await connection.all(
    "SELECT run, days, returns FROM paper_sweep_returns WHERE sweep_id = ? ORDER BY run",
    [id],
  );
  return rows.map((cells) => ({ run: cells.run as number, ...numbersIn(sweepReturnsTable, [cells]) }));
}

/** Stores results of some runs, and changes of the row. Throws UNKNOWN_SWEEP. */
export async function addToSweep(
  connection: Connection,
  id: number,
  step: SweepStep | undefined,
  changes: SweepChanges,
): Promise<void> {
  await inTransaction(connection, "immediate", async () => {
    await change(connection, id, changes);
    if (step === undefined) return;
    const { returns, trials, ...rest } = step;
    await insertRow(connection, sweepStepTable, { ...rest, sweep: id });
    for (const one of returns) {
      // A run that is made again replaces what there was.
      await connection.run("DELETE FROM paper_sweep_returns WHERE sweep_id = ? AND run = ?", [id, one.run]);
      await insertRow(connection, sweepReturnsTable, { ...one, sweep: id });
    }
    await insertTrials(connection, trials);
  });
}

/** Stores all results of a sweep in place of its steps, and changes of the row. Throws UNKNOWN_SWEEP. */
export async function foldSweep(
  connection: Connection,
  id: number,
  whole: SweepWhole,
  changes: SweepChanges,
): Promise<void> {
  await inTransaction(connection, "immediate", async () => {
    await change(connection, id, changes);
    // First, so that the results take the pages of the steps.
    await connection.run("DELETE FROM paper_sweep_steps WHERE sweep_id = ?", [id]);
    const { states, fingerprints, numbers, failures, metrics } = whole;
    const values = [
      ...[states, fingerprints, numbers].map((one) => Buffer.from(bytesOf(one))),
      JSON.stringify(failures),
      id,
    ];
    await connection.run(
      "UPDATE paper_sweeps SET states = ?, fingerprints = ?, numbers = ?, failures = ? WHERE id = ?",
      values,
    );
    const [row] = await connection.all("SELECT metrics FROM paper_sweeps WHERE id = ?", [id]);
    const names = JSON.parse(row.metrics as string) as string[];
    await connection.run("DELETE FROM paper_sweep_metrics WHERE sweep_id = ?", [id]);
    for (const [at, metric] of names.entries())
      await insertRow(connection, sweepMetricTable, { sweep: id, metric, values: metrics[at] });
  });
}

/** Removes a sweep with its results. Returns whether there was one. */
export async function deleteSweep(connection: Connection, id: number): Promise<boolean> {
  return (await connection.run("DELETE FROM paper_sweeps WHERE id = ?", [id])) > 0;
}

const columns: Readonly<Record<keyof SweepChanges, string>> = {
  state: "state",
  done: "done",
  failed: "failed",
  startedAt: "started_at",
  endedAt: "ended_at",
  rank: "rank",
  plan: "plan",
  runs: "runs",
};

async function change(connection: Connection, id: number, changes: SweepChanges): Promise<void> {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined) as [keyof SweepChanges, unknown][];
  const assignments = ["id = id", ...given.map(([key]) => `${columns[key]} = ?`)].join(", ");
  const values = given.map(
    ([key, value]) => (key === "rank" || key === "plan" ? JSON.stringify(value) : value) as Value,
  );
  if ((await connection.run(`UPDATE paper_sweeps SET ${assignments} WHERE id = ?`, [...values, id])) === 0)
    throw gone(id);
}

function gone(id: number): PaperLabError {
  return new PaperLabError("UNKNOWN_SWEEP", `Sweep ${id} is no longer in the database`);
}

function refuseTwice(error: unknown, name: string): never {
  if (codeOf(error) !== "SQLITE_CONSTRAINT" || !String(error).includes("paper_sweeps.name")) throw error;
  throw new PaperLabError("SESSION_EXISTS", `Sweep "${name}" exists. Choose another name`);
}

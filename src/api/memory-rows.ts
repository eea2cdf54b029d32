import { PaperLabError } from "../errors";
import type { BesideSession, NewSession, SessionRow, Store } from "../store/store";

/** The rows of a lab's sessions, one a session: those of its file, or of a lab that keeps objects only. */
export type SessionRows = Pick<Store, "insertSession" | "deleteSession" | "session" | "sessions">;

/** Returns rows that are kept in memory, named and numbered as a file does it: no number is used twice. */
export function memoryRows(): SessionRows {
  const rows = new Map<number, SessionRow>();
  const find = (idOrName: number | string) =>
    typeof idOrName === "number" ? rows.get(idOrName) : [...rows.values()].find(({ name }) => name === idOrName);
  let last = 0;
  const nextId = (name: string | undefined): number => {
    let id = last + 1;
    while (name === undefined && find(`session-${id}`) !== undefined) id++;
    return id;
  };
  return {
    async insertSession(row: NewSession, { replaces }: BesideSession = {}): Promise<SessionRow> {
      const taken = row.name === undefined ? undefined : find(row.name);
      if (taken !== undefined && taken.id !== replaces) {
        throw new PaperLabError("SESSION_EXISTS", `A session "${row.name}" exists already`);
      }
      if (replaces !== undefined) rows.delete(replaces);
      const id = nextId(row.name);
      const stored = { ...row, id, name: row.name ?? `session-${id}` };
      rows.set(id, stored);
      last = id;
      return stored;
    },
    deleteSession: async (id) => rows.delete(id),
    session: async (idOrName) => find(idOrName),
    sessions: async () => [...rows.values()],
  };
}

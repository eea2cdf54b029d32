import { basename } from "node:path";
import { PaperLabError } from "../../errors";

/** Returns the code of an error of SQLite (`SQLITE_BUSY`) or of the file system (`ENOSPC`), or an empty text. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}

/** Returns SQLite's message without its code. */
export function messageOf(error: unknown): string {
  return String((error as Error)?.message ?? error).replace(/^SQLITE_\w+: /, "");
}

/** Returns the PaperLabError for an error with the database `path`. A PaperLabError is returned as it is. */
export function storeError(error: unknown, path: string): PaperLabError {
  if (error instanceof PaperLabError) return error;
  const options = { cause: error };
  switch (codeOf(error)) {
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED": {
      const message = `${path} stayed locked by another process. Close the program that has it open`;
      return new PaperLabError("STORE_LOCKED", message, options);
    }
    case "SQLITE_READONLY":
    case "SQLITE_PERM":
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return readOnly(path, options);
    case "SQLITE_NOTADB":
      return notPaperlab(path, options);
    case "SQLITE_CORRUPT": {
      const message = `${path} is damaged: ${messageOf(error)}. Restore it from a copy`;
      return new PaperLabError("STORE_CORRUPT", message, options);
    }
    case "SQLITE_FULL":
    case "ENOSPC":
    case "EDQUOT":
      return full(path, options);
    default: {
      const who = codeOf(error).startsWith("SQLITE_") ? "SQLite refused" : "it could not be used";
      return new PaperLabError("STORE_FAILED", `${path}: ${who}: ${messageOf(error)}`, options);
    }
  }
}

/** Returns the error for a database that cannot be written to. */
export function readOnly(path: string, options?: { cause: unknown }): PaperLabError {
  const message = `${path} cannot be written to. Check the permissions of the file and its folder`;
  return new PaperLabError("STORE_READ_ONLY", message, options);
}

/** Returns the error for a file that is not paperlab's. */
export function notPaperlab(path: string, options?: { cause: unknown }): PaperLabError {
  return new PaperLabError("STORE_CORRUPT", `${path} is not a paperlab database`, options);
}

/** Returns the error for a file that was separated from its write-ahead log. */
export function logMissing(path: string): PaperLabError {
  const log = `${basename(path)}-wal`;
  const message = `${path} lacks ${log}, which has the latest commits of its sessions: it was copied or moved without it while a session ran. Put ${log} next to it, or copy the lab again when no session runs; if ${log} is lost, make an empty one to open what is left`;
  return new PaperLabError("STORE_CORRUPT", message);
}

/** Returns the error for a file from a newer version. */
export function newer(path: string, version: number, known: number): PaperLabError {
  const message = `${path} was written by a newer paperlab (schema ${version}, this one knows ${known}). Update paperlab`;
  return new PaperLabError("STORE_NEWER", message);
}

function full(path: string, options: { cause: unknown }): PaperLabError {
  const message = `The disk is full: ${path} could not be written. Free some space and resume the session`;
  return new PaperLabError("STORE_FULL", message, options);
}

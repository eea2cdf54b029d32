import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { expected } from "../../core/checks";
import { codeOf, readOnly } from "./errors";

/** A database file before it is opened. */
export interface DatabaseFile {
  /** Absolute. */
  readonly file: string;
  /** Whether the file (or its folder, if there is no file yet) and the files beside it can be written. */
  readonly writable: boolean;
}

/**
 * Looks at a path before SQLite does. Throws INVALID_OPTION for a folder or a path in no folder, and STORE_READ_ONLY
 * for a file that cannot be made. It never opens the file: closing it again would drop the locks that SQLite holds on
 * it for another connection of this process (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
export async function inspectFile(path: string): Promise<DatabaseFile> {
  const file = resolve(path);
  const folder = dirname(file);
  const found = await statOf(file);
  if (found?.isDirectory()) throw expected("path", "a file, not a folder", path);
  if (!(await statOf(folder))?.isDirectory()) throw expected("path", "a file in a folder that exists", path);
  const folderWritable = await canWrite(folder);
  if (found === undefined && !folderWritable) throw readOnly(path);
  return { file, writable: folderWritable && (found === undefined || (await canWrite(file))) };
}

/** Returns what distinguishes the file from another put in its place, or undefined if there is none. */
export async function identityOf(file: string): Promise<string | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found && `${found.dev}:${found.ino}`;
}

/** Returns the size of a file in bytes, 0 if there is none. */
export async function sizeOf(file: string): Promise<number> {
  return (await statOf(file))?.size ?? 0;
}

async function statOf(path: string) {
  return stat(path).catch((error) => {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  });
}

function canWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

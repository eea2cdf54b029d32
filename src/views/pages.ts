import { writeFile } from "node:fs/promises";
import { expected } from "../core/checks";
import { PaperLabError } from "../errors";
import { figuresPage, type PageInput } from "../output/pages/page";

/** Writes one self-contained HTML page. Throws REPORT_FAILED if the file cannot be written. */
export async function writePage(path: string, page: PageInput): Promise<void> {
  if (typeof path !== "string" || path === "") throw expected("path", "a file path", path);
  try {
    await writeFile(path, figuresPage(page));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PaperLabError("REPORT_FAILED", `Expected ${path} to be a file that can be written: ${reason}`, { cause });
  }
}

import { writeFile } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { expected } from "../core/checks";
import { PaperLabError } from "../errors";
import { displayable } from "../notebook/display";
import { escapeHtml } from "../output/html";
import { figuresPage, type PageInput } from "../output/pages/page";

/** A page that was written. It shows itself as a link to it, and prints itself as its path. */
export interface Report {
  /** As it was given. */
  readonly path: string;
}

/** Writes one self-contained HTML page. Throws INVALID_OPTION, and REPORT_FAILED if the file cannot be written. */
export async function writePage(path: string, page: () => PageInput): Promise<Report> {
  if (typeof path !== "string" || path === "") throw expected("path", "a file path", path);
  try {
    await writeFile(path, figuresPage(page()));
  } catch (cause) {
    if (cause instanceof PaperLabError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PaperLabError("REPORT_FAILED", `Expected ${path} to be a file that can be written: ${reason}`, { cause });
  }
  return displayable({ path }, { text: () => path, html: () => linkHtml(path) });
}

// A kernel works in the folder of its notebook, so that a link from there is one from the notebook.
function linkHtml(path: string): string {
  return `<a href="${escapeHtml(addressOf(path))}" target="_blank">${escapeHtml(path)}</a>`;
}

function addressOf(path: string): string {
  const from = relative(process.cwd(), resolve(path));
  // On another drive.
  if (isAbsolute(from)) return pathToFileURL(from).href;
  return from.split(sep).map(encodeURIComponent).join("/");
}

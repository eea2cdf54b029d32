import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../package";

/** The folder where Jupyter looks for what a user has installed. */
export function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, APPDATA, XDG_DATA_HOME } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? homedir(), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}

/**
 * Copies the kernel, the JupyterLab extension and the template for exports into a folder where Jupyter finds them.
 * Replaces those of an earlier version. Returns the paths.
 */
export function installInto(folder: string): string[] {
  const own = join(packageFolder, "kernel", "jupyter");
  const parts = ["kernels/paperlab", "labextensions/@paperlab/figures", "nbconvert/templates/paperlab"];
  const made = parts.map((part) => {
    const target = join(folder, part);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(join(own, part), target, { recursive: true });
    return target;
  });
  const spec = {
    display_name: "TypeScript (paperlab)",
    language: "typescript",
    argv: [process.execPath, join(packageFolder, "dist", "kernel", "bin.js"), "kernel", "start", "{connection_file}"],
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
  writeFileSync(join(made[0], "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return made;
}

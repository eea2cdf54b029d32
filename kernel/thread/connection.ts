import { readFileSync } from "node:fs";

/** The contents of the connection file that Jupyter gives a kernel. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme?: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

/** Reads a connection file. Throws an error that says what is wrong with it. */
export function readConnection(path: string): Connection {
  const connection = parsed(path);
  const missing = needed.find((name) => connection?.[name] === undefined);
  if (missing !== undefined)
    throw new Error(`Expected ${path} to be a Jupyter connection file, but it has no ${missing}`);
  const scheme = connection.signature_scheme ?? "hmac-sha256";
  if (scheme !== "hmac-sha256") throw new Error(`Expected signature_scheme to be "hmac-sha256", was "${scheme}"`);
  return connection;
}

const needed = ["transport", "ip", "key", "shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

function parsed(path: string): Connection {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`Expected ${path} to be a Jupyter connection file, was not: ${(error as Error).message}`);
  }
}

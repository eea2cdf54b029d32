import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { root as project } from "../house/reading/source";
import { jupyter } from "./jupyter";

/** Where pictures of JupyterLab are kept. */
const pictures = join(project, "lab", "pictures");

/** How long anything in a page may take, in ms: much beside other work. A test may wait for some of them. */
export const patience = 100_000;

/** A server and a browser, which all files of tests share: both take seconds to start, and so does the first page. */
interface Started {
  readonly server: ChildProcess;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly address: string;
  /** The server's folder. */
  readonly root: string;
}

let started: Promise<Started> | undefined;
after(async () => {
  if (started === undefined) return;
  const { server, browser } = await started;
  await browser.close();
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
});

async function start(): Promise<Started> {
  const { inVenv, jupyterEnvironment } = await jupyter();
  const port = await freePort();
  const root = mkdtempSync(join(tmpdir(), "paperlab-lab-"));
  const options = ["--no-browser", `--port=${port}`, "--ServerApp.port_retries=0", "--IdentityProvider.token="];
  const args = ["lab", "--allow-root", ...options, `--ServerApp.root_dir=${root}`];
  const env = { ...process.env, ...jupyterEnvironment() };
  const server = spawn(inVenv("jupyter"), args, { env, cwd: root, stdio: "ignore" });
  const address = `http://127.0.0.1:${port}`;
  await answers(`${address}/api`);
  const { chromium: path } = await import(join(project, "scripts/setup/test-tools.mjs"));
  const quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
  const browser = await chromium.launch({ executablePath: path(), args: quiet });
  return { server, browser, context: await browser.newContext(), address, root };
}

/** JupyterLab on a folder, in a browser. */
export class Lab {
  /** Addresses outside the server that were requested. */
  readonly outside: string[] = [];
  /** Errors that pages wrote to their console. */
  readonly complaints: string[] = [];
  readonly #started: Started;
  readonly #folder: string;

  private constructor(started: Started, folder: string) {
    this.#started = started;
    this.#folder = folder;
  }

  /** Shows a folder. */
  static async of(folder: string): Promise<Lab> {
    started ??= start();
    const { root } = await started;
    symlinkSync(folder, join(root, basename(folder)));
    return new Lab(await started, basename(folder));
  }

  /** Opens a notebook in a window tall enough to draw all of it, and waits for its kernel. */
  async open(name: string, height = 3200): Promise<Page> {
    const { context, address } = this.#started;
    const page = await context.newPage();
    await page.setViewportSize({ width: 1280, height });
    page.setDefaultTimeout(patience);
    page.on("request", (request) => {
      if (!request.url().startsWith(address) && /^https?:/.test(request.url())) this.outside.push(request.url());
    });
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    await page.goto(`${address}/lab/tree/${this.#folder}/${name}?reset`);
    await page.waitForSelector(".jp-Notebook .jp-CodeCell");
    await idle(page);
    return page;
  }
}

/** Chooses an entry of a menu, or of a menu within it. */
export async function choose(page: Page, ...entries: string[]): Promise<void> {
  const [menu, ...rest] = entries;
  await page.click(`.lm-MenuBar-item >> text="${menu}"`);
  for (const entry of rest) await page.click(`.lm-Menu-itemLabel >> text="${entry}"`);
}

/** Waits until the kernel of the open notebook is ready and idle. */
export async function idle(page: Page): Promise<void> {
  await page.waitForSelector("#jp-main-statusbar >> text=/\\(paperlab\\) \\| Idle/");
}

/** Runs every cell, and waits until the last one has its number. */
export async function runAll(page: Page): Promise<void> {
  await choose(page, "Run", "Run All Cells");
  await page.waitForFunction(() => {
    const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")];
    return prompts.length > 0 && prompts.every((prompt) => /\[\d+\]/.test(prompt.textContent ?? ""));
  });
  await idle(page);
}

/** Waits until at least `least` elements are there, however they come, and returns how many there are. */
export async function countOf(page: Page, selector: string, least = 1): Promise<number> {
  const all = page.locator(selector);
  await all.nth(least - 1).waitFor({ state: "attached" });
  return all.count();
}

/** Saves a picture of a page in lab/pictures. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function answers(address: string): Promise<void> {
  for (let tries = 0; tries < patience / 200; tries++) {
    try {
      await fetch(address);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`no answer from ${address}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

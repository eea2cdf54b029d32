import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { root as project } from "../house/reading/source";
import { jupyter } from "./jupyter";

/** Where pictures of JupyterLab are kept. */
const pictures = join(project, "lab", "pictures");

/** How long anything in a page may take, in ms: much beside other work. A test may wait for some of them. */
export const patience = 100_000;

/** A server and a browser with JupyterLab in it, which all files of tests share: each of the three takes seconds to start. */
interface Started {
  readonly server: ChildProcess;
  readonly browser: Browser;
  readonly page: Page;
  /** The server's folder. */
  readonly root: string;
  /** Addresses outside the server that were requested. */
  readonly outside: string[];
  /** Errors that the page wrote to its console. */
  readonly complaints: string[];
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
  const exposed = "--LabApp.expose_app_in_browser=True";
  const args = ["lab", "--allow-root", ...options, exposed, `--ServerApp.root_dir=${root}`];
  const env = { ...process.env, ...jupyterEnvironment() };
  const server = spawn(inVenv("jupyter"), args, { env, cwd: root, stdio: "ignore" });
  const address = `http://127.0.0.1:${port}`;
  await answers(`${address}/api`);
  const { chromium: path } = await import(join(project, "scripts/setup/test-tools.mjs"));
  const quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
  const browser = await chromium.launch({ executablePath: path(), args: quiet });
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  const [outside, complaints]: string[][] = [[], []];
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && /^https?:/.test(request.url())) outside.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${address}/lab?reset`);
  await page.waitForSelector(".jp-Launcher");
  return { server, browser, page, root, outside, complaints };
}

/** What JupyterLab's page has for programs. */
interface Exposed {
  readonly jupyterapp: {
    readonly shell: { widgets(area: "main"): Iterable<{ dispose(): void }> };
    readonly commands: { execute(command: string, args: object): Promise<unknown> };
  };
}

/** JupyterLab on a folder, in a browser. */
export class Lab {
  readonly #started: Started;
  readonly #folder: string;
  readonly #seen: Readonly<Record<"outside" | "complaints", number>>;

  private constructor(started: Started, folder: string) {
    this.#started = started;
    this.#folder = folder;
    this.#seen = { outside: started.outside.length, complaints: started.complaints.length };
  }

  /** Shows a folder. */
  static async of(folder: string): Promise<Lab> {
    started ??= start();
    const { root } = await started;
    symlinkSync(folder, join(root, basename(folder)));
    return new Lab(await started, basename(folder));
  }

  /** Addresses outside the server that were requested. */
  get outside(): readonly string[] {
    return this.#started.outside.slice(this.#seen.outside);
  }

  /** Errors that the page wrote to its console. */
  get complaints(): readonly string[] {
    return this.#started.complaints.slice(this.#seen.complaints);
  }

  /**
   * Opens a notebook as it is on disk, in a window tall enough to draw all of it, and waits for its kernel. What was open is
   * closed, but its kernel goes on.
   */
  async open(name: string, height = 3200): Promise<Page> {
    const { page } = this.#started;
    await page.setViewportSize({ width: 1280, height });
    await page.evaluate(async (path) => {
      const { shell, commands } = (globalThis as never as Exposed).jupyterapp;
      // Without a question about what is not saved.
      for (const open of [...shell.widgets("main")]) open.dispose();
      await commands.execute("docmanager:open", { path });
    }, `${this.#folder}/${name}`);
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

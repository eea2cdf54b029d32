import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { root } from "../house/reading/source";
import { jupyter } from "./jupyter";

/** Where pictures of JupyterLab are kept. */
const pictures = join(root, "lab", "pictures");

/** How long anything in a page may take, in ms: much beside other work. A test may wait for some of them. */
export const patience = 100_000;

/** A JupyterLab server on a folder, and a browser that shows it. */
export class Lab {
  /** Addresses outside the server that were requested. */
  readonly outside: string[] = [];
  /** Errors that pages wrote to their console. */
  readonly complaints: string[] = [];
  readonly #server: ChildProcess;
  readonly #browser: Browser;
  readonly #address: string;

  private constructor(server: ChildProcess, browser: Browser, address: string) {
    this.#server = server;
    this.#browser = browser;
    this.#address = address;
  }

  /** Starts both. */
  static async start(folder: string): Promise<Lab> {
    const { inVenv, jupyterEnvironment } = await jupyter();
    const port = await freePort();
    const options = ["--no-browser", `--port=${port}`, "--ServerApp.port_retries=0", "--IdentityProvider.token="];
    const args = ["lab", "--allow-root", ...options, `--ServerApp.root_dir=${folder}`];
    const env = { ...process.env, ...jupyterEnvironment() };
    const server = spawn(inVenv("jupyter"), args, { env, cwd: folder, stdio: "ignore" });
    const address = `http://127.0.0.1:${port}`;
    await answers(`${address}/api`);
    const { chromium: path } = await import(join(root, "scripts/setup/test-tools.mjs"));
    const quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
    const browser = await chromium.launch({ executablePath: path(), args: quiet });
    return new Lab(server, browser, address);
  }

  /** Opens a notebook in a window tall enough to draw all of it, and waits for its kernel. */
  async open(name: string, height = 3200): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height } });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    page.on("request", (request) => {
      if (!request.url().startsWith(this.#address) && /^https?:/.test(request.url())) this.outside.push(request.url());
    });
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    await page.goto(`${this.#address}/lab/tree/${name}?reset`);
    await page.waitForSelector(".jp-Notebook .jp-CodeCell");
    await idle(page);
    return page;
  }

  /** Ends both. */
  async close(): Promise<void> {
    await this.#browser.close();
    const ended = once(this.#server, "exit");
    this.#server.kill("SIGTERM");
    await ended;
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
  for (let tries = 0; tries < 150; tries++) {
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

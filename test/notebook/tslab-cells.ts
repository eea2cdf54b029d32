// Runs cells, given as a JSON array in the first argument, in tslab's own kernel (all but its sockets) and writes what
// it published as JSON to file descriptor 1. A program of its own, because tslab replaces process.stdout.write.
import { writeSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { createConverter } from "tslab/dist/converter";
import { createExecutor } from "tslab/dist/executor";
import { JupyterHandlerImpl } from "tslab/dist/jupyter";

async function main(cells: string[]): Promise<void> {
  const node = createConverter({ isJS: false, isBrowser: false });
  const converters = { node, browser: node, close: () => node.close() };
  const kernel = new JupyterHandlerImpl(createExecutor(process.cwd(), converters, console), false);
  const published: object[] = [];
  for (const [cell, code] of cells.entries()) {
    const { status } = await kernel.handleExecute(
      { code } as Parameters<typeof kernel.handleExecute>[0],
      (name, text) => published.push({ cell, name, text }),
      (data, update) => published.push({ cell, update, ...data }),
    );
    // After an error it takes no cell for 200 ms.
    if (status !== "ok") await setTimeout(250);
  }
  kernel.close();
  writeSync(1, JSON.stringify(published));
}

main(JSON.parse(process.argv[2]));

import { KernelClient } from "./kernel-client";

// Started for the first file that asks, and closed behind the last.
const started = new Map<string, Promise<KernelClient>>();
after(() => Promise.all([...started.values()].map(async (kernel) => (await kernel).close())));

/**
 * A kernel that files of tests share, because its start takes seconds: for those whose cells import paperlab, or for
 * those that count on its names not being there. A file that ends its kernel, or needs a folder, starts its own.
 */
export function sharedKernel(cells: "that import paperlab" | "without paperlab"): Promise<KernelClient> {
  const kernel = started.get(cells) ?? KernelClient.start();
  started.set(cells, kernel);
  return kernel;
}

// `npm run lab`: opens the notebooks in JupyterLab with paperlab's kernel. What follows `--` is passed on to
// JupyterLab.
import "./setup/check-node.mjs";

const { main, Problem } = await import("./setup/problem.mjs");
const { show } = await import("./setup/command.mjs");
const { inVenv, jupyterEnvironment } = await import("./setup/jupyter.mjs");
const { prepareAll } = await import("./setup/prepare.mjs");

// The server drops output that comes too fast for it. The kernel sends whole blocks of lines.
const options = [
  "--ZMQChannelsWebsocketConnection.iopub_data_rate_limit=1e10",
  "--ZMQChannelsWebsocketConnection.iopub_msg_rate_limit=1e6",
  "--MultiKernelManager.default_kernel_name=paperlab",
  "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
];

await main(async () => {
  const { missing } = await prepareAll(3);
  if (missing !== undefined) {
    throw new Problem(`JupyterLab cannot be prepared here. ${missing}\nWithout it: npx paperlab run notebook.ipynb`);
  }
  const root = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const args = ["lab", ...options, ...root, ...process.argv.slice(2), "notebooks/01-quickstart.ipynb"];
  return show(inVenv("jupyter"), args, { env: jupyterEnvironment() });
});

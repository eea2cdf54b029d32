// A worker of a queue: its address, key and options are its arguments.
import { runWorker } from "../../../src/sweep/queue/worker/worker";

const [url, key, threads = "1", idleExit] = process.argv.slice(2);
const end = new AbortController();
process.on("SIGTERM", () => end.abort());
const say = (line: string) => process.stdout.write(`${line}\n`);
const options = { url, key, threads: Number(threads), ...(idleExit && { idleExit: Number(idleExit) }) };
runWorker({ ...options, signal: end.signal, say }).then(
  () => process.exit(0),
  (error: Error) => {
    say(error.message);
    process.exit(1);
  },
);

// A notebook as a process of its own: runs a sweep over a queue into a lab. Its arguments are the lab and the address.
import { openLab } from "../../../src/index";
import { sweepOver } from "../queue/sweeps";

async function main(path: string, url: string): Promise<void> {
  const lab = await openLab(path);
  process.stdout.write("begun\n");
  await sweepOver(lab, url);
  await lab.close();
}

void main(process.argv[2], process.argv[3]);

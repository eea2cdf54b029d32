import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { step } from "./progress.mjs";

/** Makes the checkout ready to run: packages, then the build. Takes a moment when nothing changed. */
export async function prepare(steps) {
  await step(`1/${steps} Installing packages`, install);
  await step(`2/${steps} Building`, build);
}

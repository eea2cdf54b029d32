// The reporter of `npm test`: mocha's spec reporter, which also writes its counts, and what failed, to the file
// PAPERLAB_TEST_COUNTS.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

const patience = 10_000;

class CountingReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    this.leave(this.failures.map(said));
    // Fires only if something that a test left behind keeps the process alive.
    setTimeout(() => this.endAnyway(), patience).unref();
  }

  endAnyway() {
    const open = new Set(process.getActiveResourcesInfo().filter((kind) => !kind.endsWith("Wrap")));
    const left = `The tests left something open: ${[...open].join(", ") || "a handle"}`;
    console.log(`  ${left}\n`);
    this.leave([...this.failures.map(said), left]);
    process.exit(1);
  }

  leave(failed) {
    writeFileSync(process.env.PAPERLAB_TEST_COUNTS, JSON.stringify({ passed: this.stats.passes, failed }));
  }
}

/** The title of a failed test, and the first line of its error. */
function said(test) {
  return `${test.fullTitle()}: ${test.err.message.split("\n", 1)[0]}`;
}

module.exports = CountingReporter;

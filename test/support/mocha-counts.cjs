// The reporter of `npm test`: mocha's spec reporter, which also writes its counts to the file PAPERLAB_TEST_COUNTS.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

const patience = 10_000;

class CountingReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures } = this.stats;
    leave({ passed: passes, failed: failures });
    // Fires only if something that a test left behind keeps the process alive.
    setTimeout(() => this.endAnyway(), patience).unref();
  }

  endAnyway() {
    const { passes, failures } = this.stats;
    const open = new Set(process.getActiveResourcesInfo().filter((kind) => !kind.endsWith("Wrap")));
    console.log(`  The tests left something open: ${[...open].join(", ") || "a handle"}\n`);
    leave({ passed: passes, failed: failures + 1 });
    process.exit(1);
  }
}

function leave(counts) {
  writeFileSync(process.env.PAPERLAB_TEST_COUNTS, JSON.stringify(counts));
}

module.exports = CountingReporter;

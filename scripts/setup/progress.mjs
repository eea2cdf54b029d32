/**
 * Runs one step of the set-up and prints one line for it: `1/3 Installing packages ... 63 s`. `work` returns nothing,
 * or the text to print instead of the seconds. On a terminal the seconds count up while it runs.
 */
export async function step(title, work) {
  const begun = performance.now();
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(0)} s`;
  process.stdout.write(`${title} ... `);
  const stopCounting = process.stdout.isTTY ? countUp(title, seconds) : () => {};
  try {
    const word = await work();
    stopCounting();
    console.log(word ?? seconds());
  } catch (error) {
    stopCounting();
    console.log("failed");
    throw error;
  }
}

function countUp(title, seconds) {
  const back = () => process.stdout.write(`\r\x1b[K${title} ... `);
  const timer = setInterval(() => {
    back();
    process.stdout.write(seconds());
  }, 1000);
  return () => {
    clearInterval(timer);
    back();
  };
}

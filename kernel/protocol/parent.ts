const interval = 1000;

/** Calls `onGone` when the process that started this kernel is gone. Jupyter names it in an environment variable. */
export function watchParent(onGone: () => void): void {
  const parent = Number(process.env.JPY_PARENT_PID);
  if (!(parent > 1) || process.ppid !== parent) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, interval);
}

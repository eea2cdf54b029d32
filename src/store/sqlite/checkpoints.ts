// Bytes of the write-ahead log that are worth moving, that are moved at once, and milliseconds without a commit.
const WORTH_MOVING = 4_000_000;
const TOO_MUCH = 128_000_000;
const IDLE = 250;

/** Decides when the write-ahead log is moved into the database: in a pause, so that no run waits for it. */
export interface Checkpoints {
  /** Says that about this many bytes were committed. */
  written(bytes: number): void;
  /** Ends it: what is left is moved when the file is closed. */
  stop(): void;
}

/** Returns what calls `move` when it is time. A pending call does not keep the process alive. */
export function scheduleCheckpoints(move: () => void): Checkpoints {
  let unmoved = 0;
  let timer: NodeJS.Timeout | undefined;
  const moveNow = () => {
    clearTimeout(timer);
    unmoved = 0;
    move();
  };
  return {
    written(bytes) {
      unmoved += bytes;
      clearTimeout(timer);
      if (unmoved > TOO_MUCH) moveNow();
      else if (unmoved > WORTH_MOVING) timer = setTimeout(moveNow, IDLE).unref();
    },
    stop: () => clearTimeout(timer),
  };
}

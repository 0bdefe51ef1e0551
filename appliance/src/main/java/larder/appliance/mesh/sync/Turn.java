package larder.appliance.mesh.sync;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Whose turn it is to bring a synced folder's disk and index in line: the scanner's when it writes
 * down what it saw, or the finisher's when it puts files in place. Without it the scanner would
 * take what the finisher just placed for an edit of this device.
 */
final class Turn {

  private final Semaphore free = new Semaphore(1, true);

  /** Work on files and index. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Runs {@code work} when nobody else has the turn. */
  <T> T take(Work<T> work) throws IOException, InterruptedException {
    free.acquire();
    try {
      return work.run();
    } finally {
      free.release();
    }
  }
}

package larder.appliance.cli;

import java.time.Duration;

/** How this process learns that it shall stop; replaced in tests. */
@FunctionalInterface
interface Shutdown {

  /** What a service manager and a person wait for before they reach for the plug. */
  Duration PATIENCE = Duration.ofSeconds(5);

  /** Calls {@code stop} once when the process is asked to end, and ends it after that. */
  void onSignal(Runnable stop);

  /**
   * SIGTERM and Ctrl-C, through a shutdown hook. The process ends with 0 if {@code stop} returned
   * in time and with 1 if not: being asked to stop is no failure.
   */
  static Shutdown system() {
    return stop ->
        Runtime.getRuntime()
            .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stopAndHalt(stop)));
  }

  private static void stopAndHalt(Runnable stop) {
    Thread stopping = Thread.ofVirtual().name("stopping").start(stop);
    boolean inTime = false;
    try {
      inTime = stopping.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt((inTime ? ExitCode.DONE : ExitCode.FAILED).number());
  }
}

package larder.appliance.supervise;

/** Work that runs on a thread of its own. */
@FunctionalInterface
public interface Task {

  /**
   * Runs until done or interrupted. Returning ends the task; an exception is a failure that its
   * {@link Verdict} answers, unless the task was asked to stop.
   */
  void run() throws Exception;
}

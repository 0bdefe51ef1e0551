package larder.appliance.cli;

/** Starts a box in this process. */
@FunctionalInterface
public interface BoxStarter {

  /**
   * Returns once the box serves.
   *
   * @throws CommandFailedException if it cannot; nothing is left running
   */
  RunningBox start(BoxOptions options) throws CommandFailedException, InterruptedException;
}

package larder.appliance.cli;

/** Makes this PC a member of the mesh, in this process. */
@FunctionalInterface
public interface ShareStarter {

  /**
   * Returns once peers can connect; hashing may go on.
   *
   * @throws CommandFailedException if it cannot; nothing is left running
   */
  RunningShare start(ShareOptions options) throws CommandFailedException, InterruptedException;
}

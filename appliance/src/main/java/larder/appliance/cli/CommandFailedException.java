package larder.appliance.cli;

/** A command did not do what was asked. The message says what happened, why, and what to do. */
public final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  private CommandFailedException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command was right and could not be done. */
  public static CommandFailedException failed(String message) {
    return new CommandFailedException(ExitCode.FAILED, message);
  }

  /** The command was wrong: a value that makes no sense, flags that exclude each other. */
  public static CommandFailedException usage(String message) {
    return new CommandFailedException(ExitCode.USAGE, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** The sentence for the person at the keyboard. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}

package larder.appliance.cli;

/** What a command tells its caller. */
public enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}

package larder.appliance;

import java.util.Map;
import larder.appliance.cli.Cli;
import larder.appliance.cli.Programs;
import larder.appliance.cli.SystemTerminal;

/** Where the {@code larder} command starts. */
public final class Main {

  /** One line for each log record: time, level, what, and a trace if there is one. */
  private static final String LOG_FORMAT = "%1$tF %1$tT %4$s %5$s%6$s%n";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
    }
    // Not exit: the hook that stops a running box on SIGTERM would make a failure a success.
    Runtime.getRuntime().halt(run(System.getenv(), args));
  }

  /** Runs one command. @return its exit code */
  static int run(Map<String, String> environment, String... args) {
    BoxProgram box = new BoxProgram(environment);
    ShareProgram share = new ShareProgram(environment);
    Programs programs =
        new Programs(box, share, new DemoProgram(box, share, environment), new HomeCheckProgram());
    return new Cli(programs, SystemTerminal.open(environment), environment).run(args);
  }
}

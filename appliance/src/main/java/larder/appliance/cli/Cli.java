package larder.appliance.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import larder.appliance.supervise.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code larder} command: finds the sub-command, runs it, and turns its end into a number. */
public final class Cli {

  private static final Logger LOG = LoggerFactory.getLogger(Cli.class);

  private final Context context;

  public Cli(Programs programs, Terminal terminal, Map<String, String> environment) {
    this(new Context(programs, terminal, environment, Ticker.system(), Shutdown.system()));
  }

  Cli(Context context) {
    this.context = context;
  }

  /**
   * Runs one command to its end, on this thread.
   *
   * @return the process's exit code
   */
  public int run(String... arguments) {
    return tree().execute(arguments);
  }

  private CommandLine tree() {
    return new CommandLine(new LarderCommand())
        .addSubcommand(new DemoCommand(context))
        .addSubcommand(new BoxCommand(context))
        .addSubcommand(new ShareCommand(context))
        .addSubcommand(new PairCommand(context))
        .addSubcommand(queue())
        .addSubcommand(new StatusCommand(context))
        .addSubcommand(devices())
        .addSubcommand(tokens())
        .addSubcommand(new LibraryCommand(context))
        .addSubcommand(new CheckHomeCommand(context))
        .setOut(writer(context.out()))
        .setErr(writer(context.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi()))
        .setUsageHelpWidth(helpColumns())
        .setParameterExceptionHandler(this::wrongUsage)
        .setExecutionExceptionHandler(this::failed);
  }

  private CommandLine queue() {
    return new CommandLine(new QueueCommand(context))
        .addSubcommand(new QueueAddCommand(context))
        .addSubcommand(new QueueRemoveCommand(context))
        .addSubcommand(new QueueMoveCommand(context))
        .addSubcommand(new QueueKeepCommand(context));
  }

  private CommandLine devices() {
    return new CommandLine(new DevicesCommand(context))
        .addSubcommand(new DeviceDecision.Approve(context))
        .addSubcommand(new DeviceDecision.Refuse(context))
        .addSubcommand(new DeviceDecision.Forget(context));
  }

  private CommandLine tokens() {
    return new CommandLine(new TokensCommand(context))
        .addSubcommand(new TokensCommand.Revoke(context));
  }

  private int wrongUsage(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    context.err().line("larder: " + error.getMessage() + ".");
    if (error instanceof UnmatchedArgumentException unmatched) {
      suggest(unmatched.getSuggestions());
    }
    context.err().line("'" + command.getCommandSpec().qualifiedName() + " --help' tells more.");
    return ExitCode.USAGE.number();
  }

  private void suggest(List<String> suggestions) {
    if (!suggestions.isEmpty()) {
      context.err().line("Did you mean " + suggestions.getFirst() + "?");
    }
  }

  /** Task boundary: what a command throws ends here, as one sentence and a number. */
  private int failed(Exception error, CommandLine command, CommandLine.ParseResult result) {
    switch (error) {
      case CommandFailedException refusal -> {
        context.err().line("larder: " + refusal.sentence());
        return refusal.exitCode().number();
      }
      case InterruptedException _ -> context.err().line("larder: interrupted.");
      default -> {
        LOG.error("{} failed unexpectedly", command.getCommandName(), error);
        context.err().line("larder: this is a defect of Larder; please report the lines above.");
      }
    }
    return ExitCode.FAILED.number();
  }

  private CommandLine.Help.Ansi ansi() {
    boolean colour =
        context
            .out()
            .screen()
            .filter(screen -> screen.palette() == Output.Palette.COLOUR)
            .isPresent();
    return colour ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  private int helpColumns() {
    return Math.min(100, context.out().screen().map(Output.Screen::columns).orElse(80));
  }

  private static PrintWriter writer(Output output) {
    return new PrintWriter(output.stream(), true, StandardCharsets.UTF_8);
  }
}

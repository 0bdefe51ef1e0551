package larder.appliance.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code larder demo}: a box and a pretend PC on this machine. */
@Command(
    name = "demo",
    description = {
      "Starts a box and a pretend PC with sample video on this machine.",
      "Prints a URL and a QR code; Ctrl-C ends it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder demo --http 127.0.0.1:8080")
final class DemoCommand implements Callable<Integer> {

  private final Context context;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "where it keeps the samples and both homes; default: the user's cache")
  private Optional<Path> home = Optional.empty();

  @Option(
      names = "--http",
      paramLabel = "ADDR:PORT",
      description = "where browsers find the box; default: port 8080 on every address")
  private Optional<String> http = Optional.empty();

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    ProgressBar bar = new ProgressBar(context.err(), context.ticker());
    RunningBox demo;
    try {
      demo =
          context
              .programs()
              .demo()
              .start(new DemoStarter.DemoOptions(home, http), new DemoSteps(context.err(), bar));
    } finally {
      bar.endLine();
    }
    Serving serving = new Serving(context);
    serving.closeOnSignal(demo);
    serving.announce(demo);
    Output out = context.out();
    Output.Palette palette = out.screen().map(Output.Screen::palette).orElse(Output.Palette.PLAIN);
    demo.ticketUrl().ifPresent(url -> Invitation.print(out, url, palette));
    out.line("Arrow keys and OK (Enter) are the remote. Ctrl-C ends the demo.");
    return serving.untilEnd(demo);
  }

  /** One line for each step, and a bar under it on a terminal. */
  private record DemoSteps(Output err, ProgressBar bar) implements DemoStarter.Progress {

    @Override
    public void step(String what) {
      bar.endLine();
      err.line(what + " …");
    }

    @Override
    public void part(long done, long total) {
      bar.show(new ProgressBar.Reading("", done, total, ProgressBar.Unit.PERCENT));
    }
  }
}

package larder.appliance.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import larder.appliance.supervise.Ticker;

/** Runs commands with captured outputs, a fake world behind the ports, and time that jumps. */
final class CliHarness {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private Optional<Output.Screen> screen = Optional.empty();
  final FakePrograms programs = new FakePrograms();

  CliHarness(Path userHome) {
    environment.put("XDG_CONFIG_HOME", userHome.toString());
  }

  CliHarness with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  CliHarness onTerminal(int columns) {
    screen = Optional.of(new Output.Screen(columns, Output.Palette.PLAIN));
    return this;
  }

  int run(String... arguments) {
    Terminal terminal = new Terminal(output(out), output(err));
    return new Cli(
            new Context(programs.ports(), terminal, environment, new JumpingTicker(), stop -> {}))
        .run(arguments);
  }

  /** What was printed on stdout since the last call. */
  String out() {
    return taken(out);
  }

  String err() {
    return taken(err);
  }

  private static String taken(ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }

  private Output output(ByteArrayOutputStream stream) {
    return new Output(new PrintStream(stream, true, StandardCharsets.UTF_8), screen);
  }

  /** Every sleep is over at once. */
  private static final class JumpingTicker implements Ticker {
    private Duration now = Duration.ZERO;

    @Override
    public Duration now() {
      return now;
    }

    @Override
    public void sleep(Duration duration) {
      now = now.plus(duration);
    }
  }

  /** Starts that only note what they were asked for. */
  static final class FakePrograms {
    Optional<BoxOptions> box = Optional.empty();
    Optional<ShareOptions> share = Optional.empty();
    Optional<RunningShare.BoxContact> admitted = Optional.empty();
    Optional<String> refusal = Optional.empty();
    Optional<String> end = Optional.empty();
    HomeChecker.Report report = new HomeChecker.Report(List.of(), 7);

    Programs ports() {
      return new Programs(this::startBox, this::startShare, this::startDemo, this::check);
    }

    private HomeChecker.Report check(
        Path home, HomeChecker.Mode mode, HomeChecker.Progress progress) {
      progress.passed(1, 2);
      return report;
    }

    private RunningBox startBox(BoxOptions options) throws CommandFailedException {
      box = Optional.of(options);
      if (refusal.isPresent()) {
        throw CommandFailedException.failed(refusal.get());
      }
      return new FakeBox();
    }

    private RunningShare startShare(ShareOptions options) {
      share = Optional.of(options);
      return new FakeShare();
    }

    private RunningBox startDemo(DemoStarter.DemoOptions options, DemoStarter.Progress progress) {
      progress.step("Making a movie");
      progress.part(1, 2);
      progress.step("Pairing");
      return new FakeBox();
    }

    private class FakeRunning implements Running {
      @Override
      public ReadyLine ready() {
        return new ReadyLine(
            Optional.of("http://127.0.0.1:8080"), Optional.of("0.0.0.0:22000"), "ABCDEFG");
      }

      @Override
      public Optional<String> awaitEnd() {
        return end;
      }

      @Override
      public void close() {}
    }

    private final class FakeBox extends FakeRunning implements RunningBox {
      @Override
      public Optional<URI> ticketUrl() {
        return Optional.of(URI.create("http://127.0.0.1:8080/#t=once"));
      }
    }

    private final class FakeShare extends FakeRunning implements RunningShare {
      private int asked;

      @Override
      public String name() {
        return "Anna's PC";
      }

      @Override
      public List<String> addresses() {
        return List.of("tcp://192.0.2.7:22000");
      }

      @Override
      public List<SharedFolder> folders() {
        return List.of(new SharedFolder("videos-x1", "Videos"));
      }

      @Override
      public HashingProgress hashing() {
        asked++;
        return asked < 3
            ? new HashingProgress(asked * 500L, 2_000, HashingProgress.State.HASHING)
            : new HashingProgress(2_000, 2_000, HashingProgress.State.DONE);
      }

      @Override
      public void admit(BoxContact contact) {
        admitted = Optional.of(contact);
      }
    }
  }
}

package larder.appliance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import larder.appliance.cli.BoxOptions;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.cli.DemoStarter;
import larder.appliance.cli.ReadyLine;
import larder.appliance.cli.RunningBox;
import larder.appliance.cli.ShareOptions;
import larder.appliance.demo.Programs;
import larder.appliance.demo.Sample;
import larder.appliance.demo.SampleMedia;
import larder.appliance.demo.SampleMediaException;
import larder.appliance.supervise.Ticker;

/** Starts a box and a pretend PC with sample films on this machine, over the real mesh protocol. */
final class DemoProgram implements DemoStarter {

  /** Hashing a third of a gigabyte and exchanging an index takes seconds; a slow disk a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration STEP = Duration.ofMillis(100);

  private final BoxProgram boxes;
  private final ShareProgram shares;
  private final Map<String, String> environment;

  DemoProgram(BoxProgram boxes, ShareProgram shares, Map<String, String> environment) {
    this.boxes = boxes;
    this.shares = shares;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public RunningBox start(DemoOptions options, Progress progress)
      throws CommandFailedException, InterruptedException {
    Path home = options.home().orElseGet(this::defaultHome).toAbsolutePath();
    Path films = films(home, progress);
    progress.step("Starting the box");
    Teardown teardown = new Teardown();
    boolean started = false;
    try {
      Box box =
          teardown.add(
              boxes.start(new BoxOptions(Optional.of(home.resolve("box")), boxSettings(options))));
      progress.step("Starting the PC that has the films");
      Share pc = teardown.add(shares.start(pcOptions(home, films)));
      box.admit(pc);
      pc.admit(box.contact());
      awaitTitles(box, progress);
      started = true;
      return new Demo(box, teardown);
    } finally {
      if (!started) {
        teardown.close();
      }
    }
  }

  private static ShareOptions pcOptions(Path home, Path films) {
    return new ShareOptions(
        List.of(films),
        Optional.of(home.resolve("pc")),
        Map.of("name", "Anna's PC", "mesh", "127.0.0.1:0", "discovery", "off"));
  }

  private Path films(Path home, Progress progress)
      throws CommandFailedException, InterruptedException {
    List<Sample> household = Sample.household();
    try {
      if (!SampleMedia.isMade(home, household)) {
        progress.step("Making the sample films, once; this takes about a minute");
      }
      Programs programs = Programs.find(environment.getOrDefault("PATH", ""));
      return new SampleMedia(household, programs)
          .make(home, fraction -> progress.part(Math.round(fraction * 1_000), 1_000));
    } catch (SampleMediaException e) {
      throw CommandFailedException.failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "The sample films cannot be written to " + home + ": " + e + ". Is the disk full?");
    }
  }

  private static Map<String, String> boxSettings(DemoOptions options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("name", "Living room");
    settings.put("mesh", "127.0.0.1:0");
    settings.put("discovery", "off");
    options.http().ifPresent(http -> settings.put("http", http));
    return settings;
  }

  private static void awaitTitles(Box box, Progress progress)
      throws CommandFailedException, InterruptedException {
    int wanted = Sample.household().size();
    progress.step("Waiting for the films to appear");
    Ticker ticker = Ticker.system();
    Duration deadline = ticker.now().plus(PATIENCE);
    while (box.titles() < wanted) {
      if (ticker.now().compareTo(deadline) > 0) {
        throw CommandFailedException.failed(
            "The box saw only "
                + box.titles()
                + " of "
                + wanted
                + " films within two minutes. The log above says why; please report it.");
      }
      progress.part(box.titles(), wanted);
      ticker.sleep(STEP);
    }
  }

  private Path defaultHome() {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.isBlank() ? Path.of(System.getProperty("user.home", "."), ".cache") : Path.of(cache);
    return base.resolve("larder").resolve("demo");
  }

  /** Box and PC together; the box is what there is to see. */
  private record Demo(Box box, Teardown parts) implements RunningBox {

    @Override
    public ReadyLine ready() {
      return box.ready();
    }

    @Override
    public Optional<URI> ticketUrl() {
      return box.ticketUrl();
    }

    @Override
    public Optional<String> awaitEnd() throws InterruptedException {
      return box.awaitEnd();
    }

    @Override
    public void close() {
      parts.close();
    }
  }
}

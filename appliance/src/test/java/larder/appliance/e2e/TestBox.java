package larder.appliance.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A box in a home of its own that can be killed and started again on the same ports. */
final class TestBox implements AutoCloseable {

  private final Path home;
  private final Path tokenFile;
  private final Flags flags;
  private LarderProcess process;

  private TestBox(Path home, Path tokenFile, Flags flags, LarderProcess process) {
    this.home = home;
    this.tokenFile = tokenFile;
    this.flags = flags;
    this.process = process;
  }

  /** Beside those that every box has: for the virtual machine, and for the box. */
  private record Flags(List<String> machine, List<String> box) {}

  static TestBox start(Path folder, String... extraFlags) throws Exception {
    return startWith(List.of(), folder, extraFlags);
  }

  /** Like {@link #start}, with options for the virtual machine. */
  static TestBox startWith(List<String> options, Path folder, String... extraFlags)
      throws Exception {
    Path home = folder.resolve("box-home");
    Path tokenFile = folder.resolve("kiosk-token");
    Flags flags = new Flags(options, List.of(extraFlags));
    return new TestBox(
        home,
        tokenFile,
        flags,
        run(home, tokenFile, new Addresses("127.0.0.1:0", "127.0.0.1:0"), List.of(), flags));
  }

  private record Addresses(String http, String mesh) {}

  private static LarderProcess run(
      Path home, Path tokenFile, Addresses at, List<String> runner, Flags flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("box", "--home", home.toString()));
    arguments.addAll(List.of("--name", "Living room", "--http", at.http(), "--mesh", at.mesh()));
    arguments.addAll(List.of("--discovery", "off", "--kiosk-token-file", tokenFile.toString()));
    arguments.addAll(flags.box());
    return LarderProcess.start(
        home.resolveSibling("box.log"),
        new LarderProcess.Launch(runner, flags.machine()),
        arguments);
  }

  LarderProcess process() {
    return process;
  }

  String id() {
    return process.ready().id();
  }

  Path home() {
    return home;
  }

  /** Everything it and its earlier runs wrote to stderr. */
  String log() throws Exception {
    return Files.readString(process.log());
  }

  /** The API with the kiosk's token: every scope. */
  BoxApi api() throws Exception {
    return new BoxApi(process.ready().http(), Files.readString(tokenFile).strip());
  }

  /** {@code kill -9}, then the same box again on the same addresses; its home was sound between. */
  void killAndStartAgain() throws Exception {
    process.killHard();
    Homes.assertSound(home);
    startAgain();
  }

  /** SIGTERM, and waits for its end. @return the exit code */
  int stop() throws InterruptedException {
    return process.terminate();
  }

  /** The stopped box again, on the same addresses. */
  void startAgain() throws Exception {
    startUnder(List.of());
  }

  /** As {@link #startAgain}, run by another program. */
  void startUnder(List<String> runner) throws Exception {
    String http = process.ready().http().replaceAll("https?://|/$", "");
    process = run(home, tokenFile, new Addresses(http, process.ready().mesh()), runner, flags);
  }

  @Override
  public void close() {
    process.close();
  }
}

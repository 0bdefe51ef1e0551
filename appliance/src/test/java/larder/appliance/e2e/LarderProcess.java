package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@code larder} command running as a process of its own, started from the test's class path. */
final class LarderProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(1);

  private final Process process;
  private final ReadyLine ready;
  private final Path log;

  private LarderProcess(Process process, ReadyLine ready, Path log) {
    this.process = process;
    this.ready = ready;
    this.log = log;
  }

  /** What the command prints on stdout when it serves. */
  record ReadyLine(String http, String mesh, String id) {

    static ReadyLine parse(String line) {
      assertThat(line).matches("ready http=\\S+ mesh=\\S+ id=\\S+");
      String[] words = line.split(" ", -1);
      return new ReadyLine(value(words[1]), value(words[2]), value(words[3]));
    }

    private static String value(String word) {
      return word.substring(word.indexOf('=') + 1);
    }

    String meshAddress() {
      return "tcp://" + mesh;
    }
  }

  /** Starts the command and waits for its ready line; stderr goes to {@code log}. */
  static LarderProcess start(Path log, List<String> arguments) throws Exception {
    return start(log, Launch.PLAIN, arguments);
  }

  /**
   * How a process is run.
   *
   * @param runner another program in front that runs it: a tracer, a limiter
   * @param machine more options for the virtual machine
   */
  record Launch(List<String> runner, List<String> machine) {
    static final Launch PLAIN = new Launch(List.of(), List.of());
  }

  /** Like {@link #start(Path, List)}, run in another way. */
  static LarderProcess start(Path log, Launch launch, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(java());
    command.addAll(1, launch.machine());
    command.addAll(0, launch.runner());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      return new LarderProcess(process, ReadyLine.parse(firstLine(process, log)), log);
    } catch (Exception | AssertionError e) {
      destroy(process);
      throw e;
    }
  }

  /** What runs it does not end it when it ends itself. */
  private static void destroy(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /** The command line up to the name of the program, as small as the box runs it. */
  static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx160m",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "larder.appliance.Main");
  }

  private static String firstLine(Process process, Path log) throws Exception {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("stdout of " + process.pid())
        .start(() -> drain(process.inputReader(StandardCharsets.UTF_8), line));
    String first = line.get(START.toSeconds(), TimeUnit.SECONDS);
    assertThat(first).as("the command ended: %s", Files.readString(log)).isNotEmpty();
    return first;
  }

  private static void drain(BufferedReader out, CompletableFuture<String> first) {
    try (out) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        first.complete(line);
      }
      first.complete("");
    } catch (IOException e) {
      first.completeExceptionally(new UncheckedIOException(e));
    }
  }

  ReadyLine ready() {
    return ready;
  }

  Path log() {
    return log;
  }

  long pid() {
    return process.pid();
  }

  /** {@code kill -9}: no hook runs, nothing is flushed. */
  void killHard() throws InterruptedException {
    destroy(process);
  }

  /** {@code SIGTERM}. @return the exit code */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("stops within 20 s of SIGTERM").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}

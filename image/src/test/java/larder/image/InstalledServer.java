package larder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A box or share that runs from the archive and has printed its ready line. */
final class InstalledServer implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("ready http=(\\S+) mesh=(\\S+) id=(\\S+)");
  private static final int START_SECONDS = 30;

  /** What a service manager waits before it kills, with some room for a busy machine. */
  private static final int STOP_SECONDS = 15;

  private final Process process;
  private final Path log;
  private final String httpUrl;

  private InstalledServer(Process process, Path log, String httpUrl) {
    this.process = process;
    this.log = log;
    this.httpUrl = httpUrl;
  }

  static InstalledServer awaitReady(Process process, Path log)
      throws IOException, InterruptedException {
    boolean ready = false;
    try {
      Matcher line = READY.matcher(firstLine(process));
      assertThat(line.matches()).as(() -> "is not ready: " + read(log)).isTrue();
      ready = true;
      return new InstalledServer(process, log, line.group(1));
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("printed no line: " + read(log), e);
    } finally {
      if (!ready) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static String firstLine(Process process)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofVirtual().name("stdout-" + process.pid()).start(() -> drain(process, line));
    return line.get(START_SECONDS, TimeUnit.SECONDS);
  }

  private static void drain(Process process, CompletableFuture<String> first) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        first.complete(line);
      }
      first.complete("");
    } catch (IOException e) {
      first.completeExceptionally(new UncheckedIOException(e));
    }
  }

  /** Where it serves HTTP, without a slash at the end. */
  String httpUrl() {
    return httpUrl;
  }

  /** What it wrote on stderr so far. */
  String log() {
    return read(log);
  }

  /** Sends SIGTERM. @return the exit code */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).as("stops when asked to").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package larder.appliance.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs one program to its end in a folder; the package's only door to processes. */
final class ChildProcess {

  /** Enough of a program's last words to see what it choked on. */
  private static final int LAST_WORDS_CHARACTERS = 600;

  private final Path folder;
  private final Duration limit;

  /**
   * @param folder working folder of the programs; their error output goes to files there
   * @param limit after this a program counts as hung and is killed
   */
  ChildProcess(Path folder, Duration limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Blocks until the program ends; an interrupt kills it.
   *
   * @param line gets each line of its output
   * @throws SampleMediaException if it fails or takes too long
   */
  void run(List<String> command, Consumer<String> line) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(folder, "stderr", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(errors.toFile())
            .start();
    try {
      Thread reader =
          Thread.ofVirtual().name("demo-output-" + process.pid()).start(() -> read(process, line));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SampleMediaException(
            command.getFirst() + " did not end within " + limit.toMinutes() + " minutes");
      }
      reader.join(Duration.ofSeconds(10));
      if (process.exitValue() != 0) {
        throw new SampleMediaException(
            command.getFirst() + " failed (" + process.exitValue() + "): " + lastWords(errors));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void read(Process process, Consumer<String> line) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(line);
    } catch (IOException | UncheckedIOException e) {
      // The program was killed; whoever waits for it tells why.
      line.accept("");
    }
  }

  private static String lastWords(Path errors) throws IOException {
    String all = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip();
    return all.substring(Math.max(0, all.length() - LAST_WORDS_CHARACTERS));
  }
}

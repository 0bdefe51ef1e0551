package larder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An unpacked archive on a machine without Java: programs start with an empty environment and a
 * {@code PATH} that has {@code readlink} and {@code mv} and nothing else.
 *
 * @param root the archive's folder
 * @param scratch for what the programs write; also their {@code HOME}
 */
record Installed(Path root, Path scratch) {

  private static final int PATIENCE_SECONDS = 60;

  Path launcher() {
    return root.resolve("bin/larder");
  }

  /** Runs the launcher to its end, which must be a good one. @return stdout and stderr */
  String run(String... arguments) throws IOException, InterruptedException {
    return run(launcher(), "", arguments);
  }

  /**
   * Runs {@code program} to its end, which must be a good one.
   *
   * @param javaOptions for {@code LARDER_JAVA_OPTS}
   * @return stdout and stderr
   */
  String run(Path program, String javaOptions, String... arguments)
      throws IOException, InterruptedException {
    Path output = scratch.resolve("output");
    ProcessBuilder builder = command(program, arguments);
    builder.environment().put("LARDER_JAVA_OPTS", javaOptions);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      String words = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(words).isZero();
      return words;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts a command that serves and waits for its ready line. */
  InstalledServer serve(String... arguments) throws IOException, InterruptedException {
    Path log = scratch.resolve(arguments[0] + ".log");
    ProcessBuilder builder = command(launcher(), arguments).redirectError(log.toFile());
    return InstalledServer.awaitReady(builder.start(), log);
  }

  private ProcessBuilder command(Path program, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).directory(scratch.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", tools().toString(), "HOME", scratch.toString()));
    return builder;
  }

  private Path tools() throws IOException {
    Path tools = Files.createDirectories(scratch.resolve("tools"));
    for (String tool : List.of("readlink", "mv")) {
      Path link = tools.resolve(tool);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of("/usr/bin", tool));
      }
    }
    return tools;
  }
}

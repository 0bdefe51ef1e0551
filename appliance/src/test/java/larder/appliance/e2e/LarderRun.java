package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A {@code larder} command that ran to its end.
 *
 * @param exitCode 0 done, 1 failed, 2 wrong usage
 */
record LarderRun(int exitCode, String out, String err) {

  private static final long PATIENCE_SECONDS = 60;

  /**
   * Runs the command.
   *
   * @param folder where its output is kept meanwhile
   * @param environment added to this process's
   */
  static LarderRun of(Path folder, Map<String, String> environment, String... arguments)
      throws Exception {
    Path out = Files.createTempFile(folder, "run", ".out");
    Path err = Files.createTempFile(folder, "run", ".err");
    List<String> command = new ArrayList<>(LarderProcess.java());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("%s ends: %s", List.of(arguments), Files.readString(err))
          .isTrue();
      return new LarderRun(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  /** It did what was asked. @return this */
  LarderRun succeeded() {
    assertThat(exitCode).as("%s%s", out, err).isZero();
    return this;
  }

  /** It failed with one sentence that has {@code words}, and no trace of its inside. */
  void failed(int expectedCode, String... words) {
    assertThat(exitCode).as(err).isEqualTo(expectedCode);
    assertThat(err.lines().filter(line -> line.startsWith("larder: "))).as(err).hasSize(1);
    assertThat(err).contains(words).doesNotContain("Exception", "\tat ", "..\n");
  }
}

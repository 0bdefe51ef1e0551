package larder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as people get it: unpacked into an empty folder, on a machine without Java. */
@Tag("real")
final class ArchiveRealTest {

  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Instant TIME = Instant.parse("2026-11-23T00:00:00Z");
  private static final Release RELEASE = Release.forThisMachine("9.9.9");

  @TempDir static Path built;
  @TempDir Path folder;

  /** Linking takes seconds, so all tests look at one archive. */
  @BeforeAll
  static void buildAndUnpack() throws IOException, InterruptedException {
    Path archive = ImageBuilder.build(CHECKOUT, RELEASE, TIME, built.resolve("one"));
    System.out.printf("FIGURE archive_bytes=%d%n", Files.size(archive));
    Path empty = Files.createDirectory(built.resolve("it's an empty folder"));
    Process tar =
        new ProcessBuilder("tar", "xzf", archive.toString())
            .directory(empty.toFile())
            .inheritIO()
            .start();
    assertThat(tar.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(tar.exitValue()).isZero();
  }

  @Test
  void build_again_givesTheSameBytes() throws Exception {
    Path first = built.resolve("one").resolve(RELEASE.name() + ".tar.gz");

    Path second = ImageBuilder.build(CHECKOUT, RELEASE, TIME, folder.resolve("two"));

    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void launcher_withoutJavaOnThePath_runsTheJavaBesideIt() throws Exception {
    String words = run(unpacked().resolve("bin/larder"), "--version");

    assertThat(words).contains("openjdk 2").contains("Server VM");
  }

  @Test
  void launcher_throughASymbolicLink_findsItsRuntime() throws Exception {
    Path link = folder.resolve("a link");
    Files.createSymbolicLink(link, unpacked().resolve("bin/larder"));

    assertThat(run(link, "--version")).contains("openjdk 2");
  }

  @Test
  void launcher_help_endsWell() throws Exception {
    run(unpacked().resolve("bin/larder"), "-Xshare:auto", "help");
  }

  @Test
  void modules_ofTheRuntime_areWhatTheJarsNeed() throws IOException {
    StringWriter words = new StringWriter();
    List<String> arguments =
        new ArrayList<>(
            List.of("--multi-release", "25", "--ignore-missing-deps", "--print-module-deps"));
    // As on the class path, where optional parts of libraries are left out.
    arguments.addAll(List.of("--class-path", CHECKOUT + "/appliance/target/lib/*"));
    ReleaseTree.jars(CHECKOUT).stream()
        .filter(jar -> !jar.startsWith(CHECKOUT.resolve("appliance/target/lib")))
        .forEach(jar -> arguments.add(jar.toString()));

    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(new PrintWriter(words), new PrintWriter(words), arguments.toArray(String[]::new));

    assertThat(status).as(words.toString()).isZero();
    List<String> needed = Arrays.asList(words.toString().strip().split(","));
    assertThat(RuntimeLinker.MODULES).containsAll(needed);
  }

  private static Path unpacked() {
    return built.resolve("it's an empty folder").resolve(RELEASE.name());
  }

  /** Runs the launcher with an option for its Java and arguments for Larder. */
  private String run(Path program, String javaOption, String... arguments)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    // Enough for readlink, and no Java in it.
    Path tools = Files.createDirectories(folder.resolve("tools"));
    if (!Files.exists(tools.resolve("readlink"))) {
      Files.createSymbolicLink(tools.resolve("readlink"), Path.of("/usr/bin/readlink"));
    }
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("LARDER_JAVA_OPTS", javaOption);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      String words = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(words).isZero();
      return words;
    } finally {
      process.destroyForcibly();
    }
  }
}

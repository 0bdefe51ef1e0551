package larder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive as people get it: unpacked into an empty folder, on a machine without Java. */
@Tag("real")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ArchiveRealTest {

  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Instant TIME = Instant.parse("2026-11-23T00:00:00Z");
  private static final Release RELEASE = Release.forThisMachine("9.9.9");

  /** Several chunks, the last one short. */
  private static final int FILM_BYTES = 400_001;

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
    Installed installed = installed();

    String words = installed.run(installed.launcher(), "--version");

    assertThat(words).contains("openjdk 2").contains("Server VM");
  }

  @Test
  void launcher_throughASymbolicLink_findsItsRuntime() throws Exception {
    Path link = folder.resolve("a link");
    Files.createSymbolicLink(link, unpacked().resolve("bin/larder"));

    assertThat(installed().run(link, "--version")).contains("openjdk 2");
  }

  @Test
  void help_fromTheArchive_tellsTheCommands() throws Exception {
    assertThat(installed().run("help")).contains("box", "share", "pair", "queue", "demo");
  }

  @Test
  void box_fromTheArchive_streamsAByteOfAPcsFileAndServesThePage() throws Exception {
    byte[] film = film();
    Path shared = Files.createDirectory(folder.resolve("Videos"));
    Files.write(shared.resolve("The Long Shelf (2026).mkv"), film);
    long startNanos = System.nanoTime();
    try (InstalledServer box = installed().serve(boxArguments());
        BoxHttp http = new BoxHttp(box.httpUrl(), Files.readString(kioskToken()).strip())) {
      System.out.printf(
          "FIGURE archive_box_ready_ms=%d%n", (System.nanoTime() - startNanos) / 1_000_000);
      assertThatThePageIsServed(http);
      try (InstalledServer pc = share(shared, box, http.openPairing())) {
        String stream = "/stream/" + http.awaitTitle();

        HttpResponse<byte[]> answer = http.get(stream, "Range", "bytes=0-0");

        assertThat(answer.statusCode()).as(box.log()).isEqualTo(206);
        assertThat(answer.body()).containsExactly(film[0]);
        assertThat(http.get(stream).body()).isEqualTo(film);
        assertThat(pc.terminate()).as(pc.log()).isZero();
      }
      assertThat(box.terminate()).as(box.log()).isZero();
    }
  }

  @Test
  void prepare_once_startsFromItsCache_andADamagedOneIsPassedOver() throws Exception {
    Path cache = unpacked().resolve("lib/larder.aot");
    String loading = "-Xlog:class+load:file=" + folder.resolve("classes.log");
    try {
      installed().run("prepare");
      installed().run(installed().launcher(), loading, "help");
      String classes = Files.readString(folder.resolve("classes.log"));
      assertThat(classes)
          .containsPattern("larder\\.appliance\\.cli\\.Cli source: shared objects file");

      Files.write(cache, Arrays.copyOf(Files.readAllBytes(cache), 1_000_000));
      assertThat(installed().run("help")).startsWith("Usage: larder");
    } finally {
      Files.deleteIfExists(cache);
    }
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

  /** The page's shell, and the script that it names: both lie in the archive. */
  private static void assertThatThePageIsServed(BoxHttp http) throws Exception {
    HttpResponse<byte[]> page = http.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    Matcher script = Pattern.compile("src=\"([^\"]+\\.js)\"").matcher(BoxHttp.text(page));
    assertThat(script.find()).as(BoxHttp.text(page)).isTrue();
    String path = script.group(1).replaceFirst("^[./]*", "/");
    assertThat(http.get(path).statusCode()).as(path).isEqualTo(200);
  }

  private String[] boxArguments() {
    List<String> arguments = new ArrayList<>(List.of("box", "--home", folder + "/box"));
    arguments.addAll(List.of("--http", "127.0.0.1:0", "--mesh", "127.0.0.1:0"));
    arguments.addAll(List.of("--discovery", "off", "--kiosk-token-file", kioskToken().toString()));
    return arguments.toArray(String[]::new);
  }

  private InstalledServer share(Path shared, InstalledServer box, String code) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("share", shared.toString()));
    arguments.addAll(List.of("--home", folder + "/pc", "--mesh", "127.0.0.1:0"));
    arguments.addAll(List.of("--discovery", "off", "--box", box.httpUrl(), "--code", code));
    return installed().serve(arguments.toArray(String[]::new));
  }

  private Path kioskToken() {
    return folder.resolve("kiosk-token");
  }

  /** Some chunks of noise: nothing of it can be guessed, and the first byte is not zero. */
  private static byte[] film() {
    byte[] film = new byte[FILM_BYTES];
    new Random(2026).nextBytes(film);
    film[0] = 0x1A; // as in Matroska's magic number
    return film;
  }

  private Installed installed() {
    return new Installed(unpacked(), folder);
  }

  private static Path unpacked() {
    return built.resolve("it's an empty folder").resolve(RELEASE.name());
  }
}

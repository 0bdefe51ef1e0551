package larder.appliance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.appliance.cli.BoxOptions;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.cli.ShareOptions;
import larder.appliance.supervise.Ticker;

/**
 * Starts a box and a PC with one film in a folder of its own, and asks for what a TV asks first.
 * The virtual machine that watches it keeps what it learned in an AOT cache, and later starts are
 * fast (ADR 12). The launchers run it as {@code larder prepare}; on loopback alone, and nothing
 * stays.
 */
public final class Rehearsal {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration STEP = Duration.ofMillis(20);
  private static final int FILM_BYTES = 24 << 20;
  private static final String LOOPBACK = "127.0.0.1:0";
  private static final Pattern TITLE = Pattern.compile("\"streamUrl\":\"/stream/([^\"]+)\"");

  private final Path folder;
  private final Ticker ticker = Ticker.system();

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /** Rehearses once. Ends with 1 and a sentence on stderr if something is missing. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("larder-rehearsal");
      try {
        new Rehearsal(folder).run();
      } finally {
        remove(folder);
      }
    } catch (CommandFailedException | IOException e) {
      System.err.println("The start was not rehearsed: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws CommandFailedException, IOException, InterruptedException {
    Main.run(Map.of(), "help", "box");
    Path films = Files.createDirectories(folder.resolve("Films"));
    byte[] film = new byte[FILM_BYTES];
    new Random(1).nextBytes(film);
    Files.write(films.resolve("Rehearsal S01E01.mkv"), film);
    Path tokenFile = folder.resolve("token");
    Map<String, String> settings =
        Map.of(
            "name",
            "Rehearsal",
            "http",
            LOOPBACK,
            "mesh",
            LOOPBACK,
            "discovery",
            "off",
            "kiosk-token-file",
            tokenFile.toString());
    Optional<Path> home = Optional.of(folder.resolve("box"));
    try (Box box = new BoxProgram(Map.of()).start(new BoxOptions(home, settings));
        Share pc = new ShareProgram(Map.of()).start(pcOptions(films))) {
      box.admit(pc);
      pc.admit(box.contact());
      Television tv =
          new Television(box.ready().httpUrl().orElseThrow(), Files.readString(tokenFile).strip());
      tv.get("/");
      tv.get("/healthz");
      watch(tv);
    }
  }

  private ShareOptions pcOptions(Path films) {
    return new ShareOptions(
        List.of(films),
        Optional.of(folder.resolve("pc")),
        Map.of("name", "PC", "mesh", LOOPBACK, "discovery", "off"));
  }

  private void watch(Television tv)
      throws IOException, InterruptedException, CommandFailedException {
    String title = await(tv, "/api/v1/library", TITLE).group(1);
    tv.send("POST", "/api/v1/queue", "{\"title\":\"" + title + "\"}");
    tv.send("POST", "/api/v1/titles/" + title + "/playback", "{}");
    tv.get("/stream/" + title);
    await(tv, "/api/v1/titles/" + title, Pattern.compile("\"state\":\"ready\""));
    tv.get("/stream/" + title);
    for (String call : List.of("status", "devices", "folders", "queue", "library")) {
      tv.get("/api/v1/" + call);
    }
  }

  private Matcher await(Television tv, String path, Pattern wanted)
      throws IOException, InterruptedException, CommandFailedException {
    Duration deadline = ticker.now().plus(PATIENCE);
    while (ticker.now().compareTo(deadline) < 0) {
      Matcher found = wanted.matcher(tv.get(path));
      if (found.find()) {
        return found;
      }
      ticker.sleep(STEP);
    }
    throw CommandFailedException.failed(path + " never showed " + wanted + ".");
  }

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What a TV asks of a box. */
  private record Television(String base, String token) {

    String get(String path) throws IOException {
      return send("GET", path, "");
    }

    String send(String method, String path, String body) throws IOException {
      HttpURLConnection call =
          (HttpURLConnection) URI.create(base).resolve(path).toURL().openConnection();
      call.setRequestMethod(method);
      call.setRequestProperty("Authorization", "Bearer " + token);
      if (!body.isEmpty()) {
        call.setRequestProperty("Content-Type", "application/json");
        call.setDoOutput(true);
        try (OutputStream out = call.getOutputStream()) {
          out.write(body.getBytes(StandardCharsets.UTF_8));
        }
      }
      try (InputStream in = call.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      }
    }
  }
}

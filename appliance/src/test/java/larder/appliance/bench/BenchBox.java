package larder.appliance.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import larder.appliance.testing.SyncthingPeer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A box as a process of its own, with the launch options of the product. */
final class BenchBox implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final String base;
  private final String token;
  private final String mesh;
  private final String id;
  private final Start start;

  private BenchBox(Process process, String[] readyWords, String token, Start start) {
    this.process = process;
    this.base = value(readyWords[1]).replaceAll("/$", "");
    this.mesh = value(readyWords[2]);
    this.id = value(readyWords[3]);
    this.token = token;
    this.start = start;
  }

  /**
   * How long it took from the start of the process.
   *
   * @param healthy until {@code /healthz} answered 200
   * @param ready until the line that says so
   */
  record Start(Duration healthy, Duration ready) {}

  /** An answer and how long it took to come whole. */
  record Reply(int status, String body, long nanos) {

    JsonNode json() {
      return JSON.readTree(body);
    }
  }

  /**
   * Starts the box and waits until it is ready.
   *
   * @param options for the virtual machine, after those of the product
   * @param flags for the box
   */
  static BenchBox start(Path home, List<String> options, String... flags) throws Exception {
    Files.createDirectories(home);
    Path tokenFile = home.resolveSibling(home.getFileName() + ".token");
    int port = SyncthingPeer.freePort();
    List<String> command = new ArrayList<>(java(options));
    command.addAll(List.of("larder.appliance.Main", "box", "--home", home.toString()));
    command.addAll(List.of("--http", "127.0.0.1:" + port, "--mesh", "127.0.0.1:0"));
    command.addAll(List.of("--discovery", "off", "--kiosk-token-file", tokenFile.toString()));
    command.addAll(List.of(flags));
    Path log = home.resolveSibling(home.getFileName() + ".log");
    long startNanos = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    Duration healthy = awaitHealthy(process, port, startNanos);
    String line = out.readLine();
    while (line != null && !line.startsWith("ready ")) {
      line = out.readLine(); // what the virtual machine says of its own options
    }
    if (line == null) {
      throw new IOException("the box ended: " + Files.readString(log));
    }
    Duration ready = Duration.ofNanos(System.nanoTime() - startNanos);
    return new BenchBox(
        process,
        line.split(" ", -1),
        Files.readString(tokenFile).strip(),
        new Start(healthy, ready));
  }

  /** The product's way to start Java, with this program's class path. */
  private static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("image/src/main/launch/jvm.options").toAbsolutePath());
    command.addAll(options);
    String more = System.getenv().getOrDefault("LARDER_JAVA_OPTS", "").strip();
    if (!more.isEmpty()) {
      command.addAll(List.of(more.split("\\s+", -1)));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  private static Duration awaitHealthy(Process process, int port, long startNanos)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthz")).build();
    while (process.isAlive() && System.nanoTime() - startNanos < PATIENCE.toNanos()) {
      try {
        if (HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return Duration.ofNanos(System.nanoTime() - startNanos);
        }
      } catch (ConnectException e) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2)); // it does not listen yet
      }
    }
    throw new IOException("the box is not healthy");
  }

  Start start() {
    return start;
  }

  String id() {
    return id;
  }

  /** Where its mesh listens, as {@code host:port}. */
  String mesh() {
    return mesh;
  }

  ProcessUse use() throws IOException {
    return ProcessUse.of(process.pid());
  }

  /** A call below {@code /api/v1/}. */
  Reply call(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/api/v1/" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(PATIENCE)
            .build();
    long startNanos = System.nanoTime();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    Reply reply = new Reply(answer.statusCode(), answer.body(), System.nanoTime() - startNanos);
    if (reply.status() >= 300) {
      throw new IOException(method + " " + path + ": " + reply.status() + " " + reply.body());
    }
    return reply;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return call("GET", path, "").json();
  }

  /** Ends it with SIGTERM. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String value(String word) {
    return word.substring(word.indexOf('=') + 1);
  }
}

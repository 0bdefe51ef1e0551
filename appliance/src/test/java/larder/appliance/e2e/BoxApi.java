package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The box's HTTP side, as a program of the household would use it. */
final class BoxApi {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CALL = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CALL).build();
  private final String base;
  private final String token;

  BoxApi(String base, String token) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.token = token;
  }

  String base() {
    return base;
  }

  String token() {
    return token;
  }

  JsonNode get(String call) throws Exception {
    return json(send("GET", "/api/v1/" + call, ""), 200);
  }

  JsonNode post(String call, Map<String, ?> body) throws Exception {
    HttpResponse<String> answer = send("POST", "/api/v1/" + call, JSON.writeValueAsString(body));
    assertThat(answer.statusCode()).as("%s: %s", call, answer.body()).isBetween(200, 204);
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }

  void put(String call, Map<String, ?> body) throws Exception {
    HttpResponse<String> answer = send("PUT", "/api/v1/" + call, JSON.writeValueAsString(body));
    assertThat(answer.statusCode()).as("%s: %s", call, answer.body()).isBetween(200, 204);
  }

  void delete(String call) throws Exception {
    HttpResponse<String> answer = send("DELETE", "/api/v1/" + call, "");
    assertThat(answer.statusCode()).as("%s: %s", call, answer.body()).isBetween(200, 204);
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest.Builder request = request(path).method(method, publisher).timeout(CALL);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Asks again until {@code wanted} holds; fails with the last answer. */
  JsonNode await(String call, Duration patience, Predicate<JsonNode> wanted) throws Exception {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (true) {
      JsonNode answer = get(call);
      if (wanted.test(answer)) {
        return answer;
      }
      assertThat(System.nanoTime()).as("%s still says %s", call, answer).isLessThan(deadlineNanos);
      Pause.brief();
    }
  }

  /** The title whose path in its folder ends in {@code file}. */
  JsonNode title(String file) throws Exception {
    for (JsonNode title : get("library?limit=500").get("items")) {
      if (title.get("path").asString().endsWith(file)) {
        return title;
      }
    }
    throw new AssertionError("no title " + file + " in " + get("library?limit=500"));
  }

  HttpResponse<InputStream> stream(String title, String range) throws Exception {
    HttpRequest.Builder request = request("/stream/" + title).GET();
    if (!range.isEmpty()) {
      request.header("Range", range);
    }
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** SHA-256 of the whole title as the box streams it, in hex. */
  String streamedSha256(String title) throws Exception {
    HttpResponse<InputStream> answer = stream(title, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    return sha256(answer.body());
  }

  static String sha256(InputStream bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[1 << 16];
    try (bytes) {
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Reads what is streamed from {@code from} on, up to {@code until}; every byte must be {@code
   * film}'s. A box cuts what it cannot go on with.
   *
   * @return where it ended
   */
  static int checkBytes(InputStream body, byte[] film, int from, int until) {
    byte[] buffer = new byte[1 << 16];
    int at = from;
    try {
      while (at < until) {
        int n = body.read(buffer, 0, Math.min(buffer.length, until - at));
        if (n < 0) {
          return at;
        }
        assertThat(Arrays.equals(buffer, 0, n, film, at, at + n)).as("bytes from %d", at).isTrue();
        at += n;
      }
    } catch (IOException e) {
      return at;
    }
    return at;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + token);
  }

  private static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as("%s: %s", answer.uri(), answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }
}

package larder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A box's HTTP side, asked with the token of its own screen; JSON is looked at by pattern only. */
final class BoxHttp implements AutoCloseable {

  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(100);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private final String token;

  BoxHttp(String url, String token) {
    this.url = url;
    this.token = token;
  }

  HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Opens pairing. @return the code that the TV would show */
  String openPairing() throws IOException, InterruptedException {
    HttpRequest request =
        request("/api/v1/pairing")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"open\":true}"))
            .build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    Matcher code = Pattern.compile("\"code\":\"(\\d{6})\"").matcher(text(answer));
    assertThat(code.find()).as(text(answer)).isTrue();
    return code.group(1);
  }

  /** Waits until the library shows a title. @return its id */
  String awaitTitle() throws IOException, InterruptedException {
    Pattern id = Pattern.compile("\"id\":\"([^\"]+)\"");
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String library = text(get("/api/v1/library"));
      Matcher title = id.matcher(library);
      if (title.find()) {
        return title.group(1);
      }
      assertThat(System.nanoTime()).as("still %s", library).isLessThan(deadlineNanos);
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(CALL)
        .header("Authorization", "Bearer " + token);
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}

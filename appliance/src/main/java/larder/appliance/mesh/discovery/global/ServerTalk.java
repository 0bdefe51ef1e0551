package larder.appliance.mesh.discovery.global;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;

/**
 * Talks to one discovery server; each exchange is a connection of its own, since they are minutes
 * apart. Blocking.
 */
final class ServerTalk {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Servers may say any number of seconds; neither haste nor silence for days is any good. */
  private static final int MOST_SECONDS = 12 * 3600;

  private final DiscoveryServer server;
  private final DeviceTls own;

  ServerTalk(DiscoveryServer server, DeviceTls own) {
    this.server = server;
    this.own = own;
  }

  /** What a server says. */
  sealed interface Said {

    /** It has noted where this device is; wants to hear it again in that time. */
    record Noted(Duration again) implements Said {}

    /** It knows where the device is. */
    record Found(List<String> addresses) implements Said {}

    /** Not now, or not known. */
    record Refused(int status, OptionalInt retryAfterSeconds) implements Said {}
  }

  DiscoveryServer server() {
    return server;
  }

  /** Says where this device is. */
  Said announce(List<String> addresses) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.url())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(DiscoveryAnswers.announcement(addresses)))
            .build();
    return exchange(
        request,
        (status, answer, _) ->
            status == 204 || status == 200
                ? new Said.Noted(
                    Duration.ofSeconds(seconds(answer, "Reannounce-After").orElse(30 * 60)))
                : refused(answer));
  }

  /** Asks where {@code device} is. */
  Said lookUp(DeviceId device) throws IOException, InterruptedException {
    URI url = URI.create(server.url() + "?device=" + device);
    HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).GET().build();
    return exchange(
        request,
        (status, answer, body) ->
            status == 200 ? new Said.Found(DiscoveryAnswers.addresses(body)) : refused(answer));
  }

  private interface Reading {
    Said read(int status, HttpResponse<?> answer, byte[] body);
  }

  private Said exchange(HttpRequest request, Reading reading)
      throws IOException, InterruptedException {
    try (HttpClient http =
        HttpClient.newBuilder()
            .sslContext(context())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
      byte[] body;
      try (InputStream in = answer.body()) {
        body = in.readNBytes(DiscoveryAnswers.MAX_BYTES + 1);
      }
      http.shutdownNow();
      if (body.length > DiscoveryAnswers.MAX_BYTES) {
        throw new IOException(
            "the server's answer is longer than " + DiscoveryAnswers.MAX_BYTES + " bytes");
      }
      return reading.read(answer.statusCode(), answer, body);
    }
  }

  private SSLContext context() throws IOException {
    return server.pinned().isPresent() ? own.pinnedTo(server.pinned().get()) : own.authorities();
  }

  private static Said refused(HttpResponse<?> answer) {
    return new Said.Refused(answer.statusCode(), seconds(answer, "Retry-After"));
  }

  private static OptionalInt seconds(HttpResponse<?> answer, String header) {
    return answer
        .headers()
        .firstValue(header)
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> OptionalInt.of(Math.clamp(Integer.parseInt(text), 1, MOST_SECONDS)))
        .orElse(OptionalInt.empty());
  }
}

package larder.appliance.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A box's API. Whatever goes wrong is one sentence that says what to do. For one thread. */
final class BoxClient implements AutoCloseable {

  static final JsonMapper JSON = JsonMapper.builder().build();

  /** A page of the library is far below; bounds what a stranger at that address can make of us. */
  private static final long LIMIT_BYTES = 32L << 20;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient http;
  private final URI box;
  private final Optional<String> token;
  private final Duration patience;

  /** The box's answer. */
  record Answer(String text, JsonNode json) {}

  private BoxClient(HttpClient http, URI box, Optional<String> token, Duration patience) {
    this.http = http;
    this.box = box;
    this.token = token;
    this.patience = patience;
  }

  /** Never through a proxy: the box is in the house. */
  static BoxClient open(URI box, Optional<String> token, Duration patience) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT.compareTo(patience) < 0 ? CONNECT : patience)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    return new BoxClient(http, box, token, patience);
  }

  URI box() {
    return box;
  }

  Answer get(String call) throws CommandFailedException, InterruptedException {
    return send(request(call).GET());
  }

  Answer post(String call, Map<String, ?> body)
      throws CommandFailedException, InterruptedException {
    return send(withBody(request(call), "POST", body));
  }

  Answer patch(String call, Map<String, ?> body)
      throws CommandFailedException, InterruptedException {
    return send(withBody(request(call), "PATCH", body));
  }

  Answer delete(String call) throws CommandFailedException, InterruptedException {
    return send(request(call).DELETE());
  }

  /** Like {@link #get}, but nothing there is an answer too. */
  Optional<JsonNode> find(String call) throws CommandFailedException, InterruptedException {
    HttpResponse<byte[]> response = exchange(request(call).GET());
    return response.statusCode() == 404 ? Optional.empty() : Optional.of(answer(response).json());
  }

  /** Whether the box knows the token. */
  boolean isAdmitted() throws CommandFailedException, InterruptedException {
    HttpResponse<byte[]> response = exchange(request("status").GET());
    return response.statusCode() / 100 == 2;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(box + "/api/v1/" + call))
            .timeout(patience)
            .header("Accept", "application/json");
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return request;
  }

  private static HttpRequest.Builder withBody(
      HttpRequest.Builder request, String method, Map<String, ?> body) {
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private Answer send(HttpRequest.Builder request)
      throws CommandFailedException, InterruptedException {
    return answer(exchange(request));
  }

  private Answer answer(HttpResponse<byte[]> response) throws CommandFailedException {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() / 100 != 2) {
      throw Complaints.refused(box, response, problem(text));
    }
    try {
      return new Answer(text, text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text));
    } catch (JacksonException e) {
      throw Complaints.notABox(box);
    }
  }

  private static JsonNode problem(String text) {
    try {
      return text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request)
      throws CommandFailedException, InterruptedException {
    try {
      return http.send(
          request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LIMIT_BYTES));
    } catch (ConnectException e) {
      throw e.getCause() instanceof UnresolvedAddressException
          ? Complaints.unknownHost(box)
          : Complaints.unreachable(box);
    } catch (HttpTimeoutException e) {
      throw Complaints.silent(box, patience);
    } catch (IOException e) {
      throw e instanceof ProtocolException || e.getCause() instanceof ProtocolException
          ? Complaints.notABox(box)
          : Complaints.broken(box, e);
    }
  }
}

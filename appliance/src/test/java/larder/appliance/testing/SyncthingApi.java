package larder.appliance.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Syncthing's REST interface. Answers other than 2xx fail the test, except in {@link #find}. */
public final class SyncthingApi implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final String base;
  private final String key;
  private final HttpClient client;

  SyncthingApi(String base, String key) {
    this.base = base;
    this.key = key;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
  }

  public JsonNode get(String path) {
    return JSON.readTree(call("GET", path, BodyPublishers.noBody()));
  }

  /** The answer, or an empty object if there is none now. */
  public JsonNode find(String path) {
    try {
      HttpResponse<String> response = send("GET", path, BodyPublishers.noBody());
      return response.statusCode() == 200
          ? JSON.readTree(response.body())
          : JSON.createObjectNode();
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  public void put(String path, Object body) {
    call("PUT", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  public void patch(String path, Object body) {
    call("PATCH", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  public void post(String path) {
    call("POST", path, BodyPublishers.noBody());
  }

  public void delete(String path) {
    call("DELETE", path, BodyPublishers.noBody());
  }

  @Override
  public void close() {
    client.close();
  }

  /** Whether the device {@code id}, and no other, answers. */
  boolean isUp(String id) {
    return find("/rest/system/status").path("myID").asString("").equals(id);
  }

  private String call(String method, String path, BodyPublisher body) {
    try {
      HttpResponse<String> response = send(method, path, body);
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError(
            method + " " + path + ": " + response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " failed", e);
    }
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, body)
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}

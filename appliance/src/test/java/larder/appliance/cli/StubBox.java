package larder.appliance.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers like a box: what it was told for each call, the last answer again and again. */
final class StubBox implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** What was asked. */
  record Call(String line, String authorization, String body) {}

  record Reply(int status, String body, Map<String, String> headers) {}

  private StubBox(HttpServer server) {
    this.server = server;
  }

  static StubBox open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StubBox box = new StubBox(server);
    server.createContext("/", box::answer);
    server.start();
    return box;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * @param call method, a space, and path with query after {@code /api/v1/}
   */
  StubBox on(String call, int status, String body) {
    return on(call, new Reply(status, body, Map.of()));
  }

  StubBox on(String call, Reply reply) {
    replies.computeIfAbsent(call, key -> new ArrayDeque<>()).add(reply);
    return this;
  }

  /** What was asked so far, as method, path and query. */
  List<String> asked() {
    return calls.stream().map(Call::line).toList();
  }

  Call lastCall() {
    return calls.getLast();
  }

  String lastBody(String line) {
    return calls.stream()
        .filter(call -> call.line().equals(line))
        .reduce((earlier, later) -> later)
        .map(Call::body)
        .orElse("");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().toString().replace("/api/v1/", "");
    String line = exchange.getRequestMethod() + " " + path;
    String authorization =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    calls.add(new Call(line, authorization, body));
    Deque<Reply> known =
        replies.getOrDefault(
            line, new ArrayDeque<>(List.of(new Reply(404, "{\"title\":\"none\"}", Map.of()))));
    Reply reply = known.size() > 1 ? known.removeFirst() : known.getFirst();
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

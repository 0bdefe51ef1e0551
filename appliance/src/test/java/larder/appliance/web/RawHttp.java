package larder.appliance.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that sends exactly the bytes it is told to. */
public final class RawHttp implements Closeable {

  private final Socket socket;

  public RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(10_000);
  }

  /** One exchange on a connection of its own. */
  public static Reply exchange(int port, String request) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      http.send(request);
      return http.reply(request.startsWith("HEAD "));
    }
  }

  /** A request with a right Host and Connection: close. */
  public static Reply call(int port, String line, String... headers) throws IOException {
    StringBuilder text = new StringBuilder(line + " HTTP/1.1\r\n");
    if (Arrays.stream(headers).noneMatch(h -> h.startsWith("Host:"))) {
      text.append("Host: 127.0.0.1:" + port + "\r\n");
    }
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return exchange(port, text.append("Connection: close\r\n\r\n").toString());
  }

  public Socket socket() {
    return socket;
  }

  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Reads one reply: by Content-Length, by chunks, or to the end. */
  public Reply reply(boolean head) throws IOException {
    InputStream in = socket.getInputStream();
    String top = head(in);
    if (top.isEmpty()) {
      return new Reply(0, Map.of(), new byte[0]);
    }
    List<String> lines = Arrays.asList(top.split("\r\n", -1));
    int status = Integer.parseInt(lines.getFirst().split(" ", -1)[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    boolean bodiless = head || status == 204 || status == 304;
    return new Reply(status, headers, bodiless ? new byte[0] : body(in, headers));
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream top = new ByteArrayOutputStream();
    int b;
    while ((b = in.read()) >= 0) {
      top.write(b);
      String text = top.toString(ISO_8859_1);
      if (text.endsWith("\r\n\r\n")) {
        return text.substring(0, text.length() - 4);
      }
    }
    return "";
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    return in.readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What came back; status 0 if the server just hung up. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Reply(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, ISO_8859_1);
    }

    public @Nullable String header(String name) {
      return headers.get(name);
    }
  }
}

package larder.appliance.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

  /** With a small receive buffer, so that the server notices when nothing is read. */
  public RawHttp(int port, int receiveBytes) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBytes);
    socket.setSoTimeout(10_000);
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  public static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
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

  /** Reads one reply: by Content-Length, or to the end. */
  public Reply reply(boolean head) throws IOException {
    Reply top = head();
    boolean bodiless = head || top.status() == 0 || top.status() == 204 || top.status() == 304;
    return bodiless ? top : new Reply(top.status(), top.headers(), body(top));
  }

  /** Reads the head of a reply only; status 0 if the server just hung up. */
  public Reply head() throws IOException {
    String top = head(socket.getInputStream());
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
    return new Reply(status, headers, new byte[0]);
  }

  /** Reads the body that belongs to {@code top}, as far as it comes. */
  public byte[] body(Reply top) throws IOException {
    String length = top.header("content-length");
    return length == null
        ? socket.getInputStream().readAllBytes()
        : socket.getInputStream().readNBytes(Integer.parseInt(length));
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

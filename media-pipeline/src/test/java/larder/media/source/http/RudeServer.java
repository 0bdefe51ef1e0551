package larder.media.source.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on loopback that writes, byte by byte, what a test tells it. */
final class RudeServer implements AutoCloseable {

  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<List<String>> requests = new CopyOnWriteArrayList<>();
  private volatile Manners manners = (request, out) -> {};

  RudeServer() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** How a server answers one request. */
  @FunctionalInterface
  interface Manners {
    void answer(List<String> request, OutputStream out) throws IOException;
  }

  RudeServer answers(Manners next) {
    manners = next;
    return this;
  }

  /** Answers every request with these lines of a head, and then these bytes. */
  RudeServer says(byte[] body, String... head) {
    return answers(
        (request, out) -> {
          out.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
          out.write(body);
          out.flush();
        });
  }

  String url(String path) {
    return "http://127.0.0.1:" + listening.getLocalPort() + path;
  }

  /** The heads of all requests so far, in lines. */
  List<List<String>> requests() {
    return requests;
  }

  /** How many connections came. */
  int connections() {
    return open.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      List<String> request = head(in);
      while (!request.isEmpty()) {
        requests.add(request);
        manners.answer(request, socket.getOutputStream());
        request = head(in);
      }
    } catch (IOException e) {
      // the client hung up, or the test wants the connection to break here
    }
  }

  private static List<String> head(BufferedReader in) throws IOException {
    List<String> lines = new ArrayList<>();
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      lines.add(line);
      line = in.readLine();
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}

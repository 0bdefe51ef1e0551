package larder.appliance.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** A TV that plays a title from its start to its end, and asks again where a stream broke off. */
final class Player implements AutoCloseable {

  private final BoxApi api;
  private final String title;
  private final MessageDigest digest;
  private final AtomicLong position = new AtomicLong();
  private final Thread thread;
  private final long length;
  private volatile boolean stopped;

  private Player(BoxApi api, String title) throws Exception {
    this.api = api;
    this.title = title;
    this.digest = MessageDigest.getInstance("SHA-256");
    this.length = api.get("titles/" + title).get("sizeBytes").asLong();
    this.thread = Thread.ofVirtual().name("player").unstarted(this::play);
  }

  static Player start(BoxApi api, String title) throws Exception {
    Player player = new Player(api, title);
    player.thread.start();
    return player;
  }

  /** How many bytes it has. */
  long position() {
    return position.get();
  }

  /** Waits for the end. @return SHA-256 of all that came, in hex */
  String sha256() throws InterruptedException {
    thread.join();
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }

  private void play() {
    while (!stopped && position.get() < length) {
      try {
        playOn();
      } catch (IOException e) {
        Pause.brief();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private void playOn() throws Exception {
    HttpResponse<InputStream> answer = api.stream(title, "bytes=" + position.get() + "-");
    byte[] buffer = new byte[1 << 16];
    try (InputStream film = answer.body()) {
      if (answer.statusCode() != 206) {
        throw new IOException("status " + answer.statusCode());
      }
      for (int n = film.read(buffer); n >= 0; n = film.read(buffer)) {
        digest.update(buffer, 0, n);
        position.addAndGet(n);
      }
    }
  }
}

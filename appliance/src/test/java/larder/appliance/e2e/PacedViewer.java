package larder.appliance.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import larder.media.fake.LargeContent;

/**
 * A player at a constant bit rate: HEAD, then {@code bytes=0-}, ten seconds of buffer, and a seek
 * every few seconds. Checks every byte.
 */
final class PacedViewer implements Callable<PacedViewer.Watched> {

  private static final double SECOND = 1e9;
  private static final double BUFFER_SECONDS = 10;

  /** What a player wants before it begins to play, and again after a seek. */
  private static final double START_SECONDS = 0.5;

  private final BoxApi box;
  private final String title;
  private final LargeContent film;
  private final Plan plan;
  private final Random random;
  private final ByteBuffer bite = ByteBuffer.allocate(64 << 10);
  private final List<Double> seekMs = new ArrayList<>();
  private int stalls;
  private long wrongBytes;
  private long bytes;

  PacedViewer(BoxApi box, String title, LargeContent film, Plan plan, long seed) {
    this.box = box;
    this.title = title;
    this.film = film;
    this.plan = plan;
    this.random = new Random(seed);
  }

  /**
   * How it watches.
   *
   * @param bytesPerSecond the film's rate
   * @param lasting how long it watches in all
   * @param between from one seek to the next
   */
  record Plan(double bytesPerSecond, Duration lasting, Duration between) {}

  /**
   * What it saw.
   *
   * @param wrongBytes counted in bites that differ anywhere
   * @param seekMs from each request to its first byte
   */
  record Watched(long bytes, int stalls, long wrongBytes, List<Double> seekMs) {
    Watched {
      seekMs = List.copyOf(seekMs);
    }
  }

  @Override
  public Watched call() throws Exception {
    box.send("HEAD", "/stream/" + title, "");
    long end = System.nanoTime() + plan.lasting().toNanos();
    long from = 0;
    while (System.nanoTime() < end) {
      long next = System.nanoTime() + plan.between().toNanos() + random.nextInt(1_000_000_000);
      play(from, Math.min(next, end));
      from = (long) (random.nextDouble() * film.manifest().sizeBytes());
    }
    return new Watched(bytes, stalls, wrongBytes, seekMs);
  }

  private void play(long from, long untilNanos) throws Exception {
    long asked = System.nanoTime();
    HttpResponse<InputStream> answer = box.stream(title, "bytes=" + from + "-");
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 206) {
        throw new IOException("answered " + answer.statusCode());
      }
      long received = take(body, from);
      if (from > 0) { // the beginning is no seek
        seekMs.add((System.nanoTime() - asked) / 1e6);
      }
      double playedSince = Double.POSITIVE_INFINITY;
      while (System.nanoTime() < untilNanos && from + received < film.manifest().sizeBytes()) {
        double here = received / plan.bytesPerSecond();
        double played = Math.max(0, System.nanoTime() / SECOND - playedSince);
        if (played > here) {
          stalls++;
          playedSince += played - here;
        } else if (playedSince == Double.POSITIVE_INFINITY && here >= START_SECONDS) {
          playedSince = System.nanoTime() / SECOND;
        }
        if (here - played < BUFFER_SECONDS) {
          received += take(body, from + received);
        } else {
          LockSupport.parkNanos((long) (bite.capacity() / plan.bytesPerSecond() * SECOND));
        }
      }
    }
  }

  private int take(InputStream body, long position) throws IOException {
    int length = body.read(bite.array());
    if (length < 0) {
      throw new IOException("the film ended at " + position);
    }
    bytes += length;
    wrongBytes += film.matches(position, bite.clear().limit(length)) ? 0 : length;
    return length;
  }
}

package larder.appliance.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Adds up what the encoders say about how far they are. */
final class Meter {

  private final SampleMedia.Progress progress;
  private final long totalMicros;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final long[] doneMicros;

  Meter(List<Sample> samples, SampleMedia.Progress progress) {
    this.progress = progress;
    this.doneMicros = new long[samples.size()];
    this.totalMicros = samples.stream().map(Sample::duration).mapToLong(Meter::micros).sum();
  }

  /** The part of sample {@code index}. */
  Part part(int index) {
    return new Part(micros -> advance(index, micros));
  }

  private void advance(int index, long micros) {
    progress.at(Math.min(1.0, (double) sumAfter(index, micros) / totalMicros));
  }

  private long sumAfter(int index, long micros) {
    lock.lock();
    try {
      doneMicros[index] = Math.max(doneMicros[index], micros);
      return LongStream.of(doneMicros).sum();
    } finally {
      lock.unlock();
    }
  }

  private static long micros(Duration duration) {
    return duration.toMillis() * 1000;
  }

  /** Reads one encoder's progress lines: {@code out_time_us=1234}. */
  record Part(LongConsumer micros) {

    private static final String KEY = "out_time_us=";

    void line(String line) {
      // Before its first frame ffmpeg says "N/A", or a number below zero.
      if (line.startsWith(KEY) && line.matches(KEY + "[0-9]{1,15}")) {
        micros.accept(Long.parseLong(line.substring(KEY.length())));
      }
    }
  }
}

package larder.media.fake;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import larder.media.Fault;
import larder.media.MediaException;
import larder.media.source.BlockSource;
import larder.media.source.SourceId;
import larder.media.source.UnverifiedBlock;

/** A source that does what a test says: answers, lies, refuses, or stands still. */
public final class FakeSource implements BlockSource {

  private final SourceId id;
  private final TestContent content;
  private final List<Integer> asked = new CopyOnWriteArrayList<>();
  private volatile Cost cost = Cost.ORDINARY;
  private volatile Mood mood = Mood.HONEST;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  public FakeSource(String id, TestContent content) {
    this.id = new SourceId(id);
    this.content = content;
  }

  /** How a source behaves. */
  public enum Mood {
    HONEST,
    /** Sends bytes of the right length that are not the chunk. */
    LYING,
    /** Sends half of the chunk. */
    SHORT,
    REFUSING,
    /** Says that its file is another one now. */
    CHANGED,
    GONE,
    TIMING_OUT
  }

  /** Is a device whose purpose is to serve. */
  public FakeSource cheap() {
    cost = Cost.CHEAP;
    return this;
  }

  @Override
  public Cost cost() {
    return cost;
  }

  /** Behaves so from now on. */
  public FakeSource mood(Mood next) {
    mood = next;
    return this;
  }

  /** Answers nothing from now on until {@link #letGo}. */
  public void hold() {
    if (gate.getCount() == 0) {
      gate = new CountDownLatch(1);
    }
  }

  /** Answers what was asked and what will be. */
  public void letGo() {
    gate.countDown();
  }

  /** The chunks that were asked for, in order. */
  public List<Integer> asked() {
    return asked;
  }

  @Override
  public SourceId id() {
    return id;
  }

  @Override
  public boolean has(int index) {
    return true;
  }

  @Override
  public UnverifiedBlock read(int index, Duration timeout)
      throws MediaException, InterruptedException {
    asked.add(index);
    if (!gate.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new MediaException(Fault.SOURCE_TIMEOUT, "held");
    }
    byte[] bytes = content.chunkBytes(index);
    return switch (mood) {
      case HONEST -> new UnverifiedBlock(bytes);
      case LYING -> {
        bytes[bytes.length / 2] ^= 1;
        yield new UnverifiedBlock(bytes);
      }
      case SHORT -> new UnverifiedBlock(java.util.Arrays.copyOf(bytes, bytes.length / 2));
      case REFUSING -> throw new MediaException(Fault.SOURCE_FAILED, "refused");
      case CHANGED -> throw new MediaException(Fault.CONTENT_CHANGED, "changed");
      case GONE -> throw new MediaException(Fault.NO_SOURCE, "gone");
      case TIMING_OUT -> throw new MediaException(Fault.SOURCE_TIMEOUT, "silence");
    };
  }
}

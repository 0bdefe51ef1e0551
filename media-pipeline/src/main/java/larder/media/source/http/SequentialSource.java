package larder.media.source.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import larder.media.Fault;
import larder.media.MediaException;
import larder.media.source.SourceId;

/**
 * A server that knows no ranges: the whole file from its start over one connection. It has the next
 * chunk that is missing here and no other, so nobody can seek ahead of it. After a break the
 * beginning is read again and thrown away.
 */
final class SequentialSource extends WebBlockSource {

  /** A step of throwing away; a server that sends nothing for as long is dead. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(30);

  private volatile int cursor;
  private Optional<WebUrl> open = Optional.empty();

  SequentialSource(WebMirror mirror, SourceId id) {
    super(mirror, id);
  }

  @Override
  public boolean has(int index) {
    return mirror().isAwake() && index == nextWanted();
  }

  /** The first chunk from the cursor on that is not here, else the first one at all. */
  private int nextWanted() {
    int count = mirror().manifest().chunkCount();
    int next = firstMissing(cursor, count);
    return next < count ? next : firstMissing(0, count);
  }

  private int firstMissing(int from, int count) {
    int index = from;
    while (index < count && mirror().events().isHeld(index)) {
      index++;
    }
    return index;
  }

  @Override
  byte[] read(ServerConnection wire, int index, Deadline deadline)
      throws MediaException, WebException, InterruptedException {
    boolean done = false;
    try {
      if (open.isEmpty() || index < cursor) {
        begin(wire, deadline);
      }
      if (!reach(wire, index, deadline)) {
        done = true; // the next reader goes on from here
        throw new MediaException(
            Fault.SOURCE_TIMEOUT, id() + " is still at chunk " + cursor + " of " + index);
      }
      byte[] bytes = take(wire, index, deadline);
      done = true;
      return bytes;
    } finally {
      if (!done) {
        end(wire);
      }
    }
  }

  private void begin(ServerConnection wire, Deadline deadline)
      throws MediaException, InterruptedException {
    end(wire);
    Located found = mirror().ask(wire, Map.of(), deadline.left());
    mirror().requireWhole(found.reply());
    open = Optional.of(found.endpoint().url());
  }

  /** Throws away what lies before the chunk. @return false if that takes longer than it may */
  private boolean reach(ServerConnection wire, int index, Deadline deadline)
      throws WebException, InterruptedException {
    int next = cursor;
    while (next < index && !deadline.isOver()) {
      wire.skip(open.orElseThrow(), mirror().manifest().lengthOf(next), LONGEST_STEP);
      next++;
      cursor = next;
    }
    return next == index && !deadline.isOver();
  }

  private byte[] take(ServerConnection wire, int index, Deadline deadline)
      throws MediaException, WebException, InterruptedException {
    byte[] bytes = new byte[mirror().manifest().lengthOf(index)];
    wire.read(open.orElseThrow(), bytes, deadline.left());
    cursor = index + 1;
    if (cursor == mirror().manifest().chunkCount()) {
      end(wire);
    }
    return bytes;
  }

  private void end(ServerConnection wire) {
    wire.drop();
    open = Optional.empty();
    cursor = 0;
  }
}

package larder.appliance.web.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import larder.appliance.web.http.Answer;
import larder.media.ByteRange;
import larder.media.Fault;
import larder.media.FileRegion;
import larder.media.MediaException;

/**
 * Parts of one content on their way to one client. What is in the cache leaves as regions of its
 * file; what is still arriving is copied. Takes the next bytes only when the client has taken the
 * last ones: an unbounded range costs what is watched, not the file.
 */
final class TitleBody implements Answer.Body {

  /** Less than this is cheaper copied, into one packet with the head, than sent as a region. */
  private static final int SMALLEST_REGION_BYTES = 64 << 10;

  private final Layout.Plan plan;
  private final OpenStreams.OpenStream stream;
  private final StreamEndpoint.Lease lease;

  /** Copied, and not written yet. */
  private Optional<ByteBuffer> copied = Optional.empty();

  TitleBody(Layout.Plan plan, OpenStreams.OpenStream stream, StreamEndpoint.Lease lease) {
    this.plan = plan;
    this.stream = stream;
    this.lease = lease;
  }

  /** Returns when the first bytes are here. */
  void awaitFirst() throws MediaException, InterruptedException {
    ByteRange range = plan.pieces().getFirst().range();
    if (region(range).isEmpty()) {
      copied = Optional.of(copy(range));
    }
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.of(plan.lengthBytes());
  }

  @Override
  public void writeTo(Answer.Sink sink) throws IOException, InterruptedException {
    stream.cutWith(lease.cut());
    for (Layout.Piece piece : plan.pieces()) {
      write(piece.before(), sink);
      long position = piece.range().offsetBytes();
      long end = piece.range().endBytes();
      while (position < end) {
        position += sendSome(new ByteRange(position, end - position), sink);
      }
    }
    write(plan.end(), sink);
    stream.spare();
  }

  private static void write(byte[] text, Answer.Sink sink) throws IOException {
    if (text.length > 0) {
      sink.write(ByteBuffer.wrap(text));
    }
  }

  private long sendSome(ByteRange range, Answer.Sink sink)
      throws IOException, InterruptedException {
    if (copied.isEmpty()) {
      Optional<FileRegion> region = region(range);
      long sent = region.isPresent() ? sink.send(region.get()) : 0;
      if (sent > 0) {
        return sent;
      }
      copied = Optional.of(copy(range));
    }
    ByteBuffer bytes = copied.get();
    long length = bytes.remaining();
    sink.write(bytes);
    giveBack();
    return length;
  }

  private Optional<FileRegion> region(ByteRange range) throws MediaException {
    return range.lengthBytes() < SMALLEST_REGION_BYTES
        ? Optional.empty()
        : stream.reader().region(range);
  }

  private ByteBuffer copy(ByteRange range) throws MediaException, InterruptedException {
    lease.watch().begin();
    ByteBuffer buffer = lease.buffers().lend();
    boolean read = false;
    try {
      buffer.limit((int) Math.min(buffer.capacity(), range.lengthBytes()));
      int count = stream.reader().read(range.offsetBytes(), buffer);
      if (count < 1) {
        throw new MediaException(
            Fault.CONTENT_CHANGED, "the content ended at " + range.offsetBytes());
      }
      read = true;
      return buffer.flip();
    } finally {
      if (!read) {
        lease.buffers().giveBack(buffer);
      }
    }
  }

  private void giveBack() {
    copied.ifPresent(lease.buffers()::giveBack);
    copied = Optional.empty();
  }

  @Override
  public void close() {
    giveBack();
    lease.watch().close();
    stream.close();
  }
}

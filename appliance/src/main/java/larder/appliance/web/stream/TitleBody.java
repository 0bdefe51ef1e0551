package larder.appliance.web.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.appliance.web.http.Answer;
import larder.media.ByteRange;
import larder.media.Fault;
import larder.media.MediaException;

/**
 * Parts of one content on their way to one client. Reads the next bytes only when the client has
 * taken the last ones: an unbounded range costs what is watched, not the file.
 */
final class TitleBody implements Answer.Body {

  private final Layout.Plan plan;
  private final OpenStreams.OpenStream stream;
  private final StreamEndpoint.Lease lease;
  private final ByteBuffer buffer;

  TitleBody(Layout.Plan plan, OpenStreams.OpenStream stream, StreamEndpoint.Lease lease) {
    this.plan = plan;
    this.stream = stream;
    this.lease = lease;
    this.buffer = lease.buffer();
  }

  /** Waits for the first bytes; {@link #writeTo} sends them first. */
  void readFirst() throws MediaException, InterruptedException {
    ByteRange range = plan.pieces().getFirst().range();
    read(range.offsetBytes(), range.endBytes());
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.of(plan.lengthBytes());
  }

  @Override
  public void writeTo(Answer.Sink sink) throws IOException, InterruptedException {
    boolean isRead = true; // by readFirst
    for (Layout.Piece piece : plan.pieces()) {
      sink.write(ByteBuffer.wrap(piece.before()));
      long position = piece.range().offsetBytes();
      while (position < piece.range().endBytes()) {
        if (!isRead) {
          read(position, piece.range().endBytes());
        }
        isRead = false;
        position += buffer.remaining();
        sink.write(buffer);
      }
    }
    sink.write(ByteBuffer.wrap(plan.end()));
  }

  private void read(long position, long end) throws MediaException, InterruptedException {
    buffer.clear();
    buffer.limit((int) Math.min(buffer.capacity(), end - position));
    int count = stream.reader().read(position, buffer);
    if (count < 1) {
      throw new MediaException(Fault.CONTENT_CHANGED, "the content ended at " + position);
    }
    buffer.flip();
  }

  @Override
  public void close() {
    lease.close();
    stream.close();
  }
}

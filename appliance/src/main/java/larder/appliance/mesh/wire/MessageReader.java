package larder.appliance.mesh.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/** Reads framed messages from a stream. For one thread. */
public final class MessageReader {

  private static final int LZ4 = 1;

  /** The uncompressed size before a compressed body. */
  private static final int SIZE_BYTES = 4;

  private final DataInputStream in;
  private final ReadBudgets budgets;

  /** Index entries that were passed over. */
  private long leftOut;

  /** The index message that is being read; the next message starts behind it. */
  private Optional<IndexParts> index = Optional.empty();

  /** For a stream that is the only one. */
  public MessageReader(InputStream in) {
    this(in, ReadBudgets.standard());
  }

  /**
   * @param budgets shared by the readers of one process
   */
  public MessageReader(InputStream in, ReadBudgets budgets) {
    this.in = new DataInputStream(in);
    this.budgets = budgets;
  }

  /** A message and the memory that it holds; to be closed when it was handled. */
  public record Held(Message message, ByteBudget.Lease lease) implements AutoCloseable {
    @Override
    public void close() {
      lease.close();
    }
  }

  /** Reads the next message, which takes no part of a budget any more when it is here. */
  public Message read() throws IOException {
    try (Held held = readHeld()) {
      return held.message();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for memory");
    }
  }

  /**
   * Reads the next message; blocks until it is there and there is room for it. Nothing larger than
   * {@link Limits} allows is allocated for it. A long index comes in parts, each a message.
   *
   * @throws WireException if the peer breaks the protocol
   * @throws java.io.EOFException at the end, also in the middle of a message
   */
  public Held readHeld() throws IOException, InterruptedException {
    if (index.isPresent()) {
      return nextPart(index.get());
    }
    Header header = header();
    int length = in.readInt();
    int limit = MessageCodec.limitBytes(header.type);
    if (length < 0 || length > limit) {
      throw new WireException(
          "message of " + Integer.toUnsignedLong(length) + " bytes, at most " + limit + " allowed");
    }
    boolean endless =
        header.type == MessageCodec.DOWNLOAD_PROGRESS && length > Limits.PROGRESS_BYTES;
    if (endless || !MessageCodec.understands(header.type)) {
      in.skipNBytes(length);
      return new Held(new Message.Ignored(header.type), ByteBudget.Lease.NONE);
    }
    return header.compressed ? compressed(header.type, length, limit) : plain(header.type, length);
  }

  /** Index entries so far that were longer than {@link Limits#ENTRY_BYTES}, and passed over. */
  public long leftOut() {
    return leftOut;
  }

  private Held plain(int type, int length) throws IOException, InterruptedException {
    Body body = new Body(in, length);
    if (MessageCodec.isIndex(type)) {
      return nextPart(IndexParts.open(type, body, length, budgets));
    }
    return decoded(type, length, body);
  }

  private Held compressed(int type, int length, int limit)
      throws IOException, InterruptedException {
    if (length < SIZE_BYTES) {
      throw new WireException("compressed message is cut off");
    }
    int size = in.readInt();
    if (size < 0 || size > limit) {
      throw new WireException(
          "message of "
              + Integer.toUnsignedLong(size)
              + " bytes uncompressed, at most "
              + limit
              + " allowed");
    }
    if (type == MessageCodec.DOWNLOAD_PROGRESS && size > Limits.PROGRESS_BYTES) {
      in.skipNBytes(length - SIZE_BYTES);
      return new Held(new Message.Ignored(type), ByteBudget.Lease.NONE);
    }
    Lz4Stream body = new Lz4Stream(new Body(in, length - SIZE_BYTES), size);
    if (MessageCodec.isIndex(type)) {
      return nextPart(IndexParts.open(type, body, size, budgets));
    }
    return decoded(type, size, body);
  }

  private Held nextPart(IndexParts parts) throws IOException, InterruptedException {
    Held part = parts.next();
    leftOut += parts.takeLeftOut();
    index = parts.hasMore() ? Optional.of(parts) : Optional.empty();
    return part;
  }

  private Held decoded(int type, int size, InputStream body)
      throws IOException, InterruptedException {
    ByteBudget.Lease lease = budgets.take(type, size);
    boolean done = false;
    try {
      Message message =
          type == MessageCodec.RESPONSE
              ? MessageCodec.response(new ProtoStream(body, size))
              : MessageCodec.decode(type, whole(body, size));
      Held held = new Held(message, lease);
      done = true;
      return held;
    } finally {
      if (!done) {
        lease.close();
      }
    }
  }

  private static byte[] whole(InputStream body, int size) throws IOException {
    byte[] whole = new byte[size];
    int read = body.readNBytes(whole, 0, size);
    // A compressed message says only here that nothing follows.
    if (read < size || body.read() >= 0) {
      throw new WireException("message is not as long as it claims");
    }
    return whole;
  }

  private record Header(int type, boolean compressed) {}

  /** A header of no bytes is one of zeros: an uncompressed ClusterConfig. */
  private Header header() throws IOException {
    int length = in.readUnsignedShort();
    if (length > Limits.HEADER_BYTES) {
      throw new WireException("header of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    ProtoReader fields = new ProtoReader(bytes);
    int type = 0;
    int compression = 0;
    while (fields.next()) {
      switch (fields.field()) {
        case 1 -> type = fields.int32();
        case 2 -> compression = fields.int32();
        default -> fields.skip();
      }
    }
    if (compression < 0 || compression > LZ4) {
      throw new WireException("unknown compression " + compression);
    }
    return new Header(type, compression == LZ4);
  }
}

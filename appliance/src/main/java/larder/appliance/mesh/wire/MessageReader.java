package larder.appliance.mesh.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads framed messages from a stream. For one thread. */
public final class MessageReader {

  private static final int LZ4 = 1;

  private final DataInputStream in;

  public MessageReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /**
   * Reads the next message; blocks until it is there. Nothing larger than {@link Limits} allows is
   * allocated for it.
   *
   * @throws WireException if the peer breaks the protocol
   * @throws java.io.EOFException at the end, also in the middle of a message
   */
  public Message read() throws IOException {
    Header header = header();
    int length = in.readInt();
    int limit = MessageCodec.limitBytes(header.type);
    if (length < 0 || length > limit) {
      throw new WireException(
          "message of " + Integer.toUnsignedLong(length) + " bytes, at most " + limit + " allowed");
    }
    if (!MessageCodec.understands(header.type)) {
      in.skipNBytes(length);
      return new Message.Ignored(header.type);
    }
    byte[] body = body(length);
    return MessageCodec.decode(header.type, header.compressed ? inflate(body, limit) : body);
  }

  /** Up to a block at once; more only as it comes, so that a mere claim costs nothing. */
  private byte[] body(int length) throws IOException {
    if (length <= Limits.RESPONSE_BYTES) {
      byte[] body = new byte[length];
      in.readFully(body);
      return body;
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return body;
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

  private static byte[] inflate(byte[] body, int limit) throws WireException {
    if (body.length < 4) {
      throw new WireException("compressed message is cut off");
    }
    int size = ByteBuffer.wrap(body).getInt();
    if (size < 0 || size > limit) {
      throw new WireException(
          "message of "
              + Integer.toUnsignedLong(size)
              + " bytes uncompressed, at most "
              + limit
              + " allowed");
    }
    return Lz4.decompress(body, 4, size);
  }
}

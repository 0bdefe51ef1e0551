package larder.appliance.mesh.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes framed messages to a stream; flushing is for the caller. For one thread.
 *
 * <p>Compresses what the peers' default mode does: everything but blocks, which rarely shrink.
 */
public final class MessageWriter {

  private static final int MIN_COMPRESSED_BYTES = 128;

  private final DataOutputStream out;

  public MessageWriter(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  public void write(Message message) throws IOException {
    int type = MessageCodec.type(message);
    byte[] body = MessageCodec.encode(message);
    boolean compressible = type != MessageCodec.RESPONSE && body.length >= MIN_COMPRESSED_BYTES;
    byte[] packed = compressible ? Lz4.compress(body) : body;
    // Only if it saves one part in 32, as the reference has it.
    if (compressible && packed.length + 4 <= body.length - body.length / 32) {
      header(type, 1);
      out.writeInt(packed.length + 4);
      out.writeInt(body.length);
      out.write(packed);
    } else {
      header(type, 0);
      out.writeInt(body.length);
      out.write(body);
    }
  }

  private void header(int type, int compression) throws IOException {
    byte[] header = new ProtoWriter(4).varint(1, type).varint(2, compression).toBytes();
    out.writeShort(header.length);
    out.write(header);
  }
}

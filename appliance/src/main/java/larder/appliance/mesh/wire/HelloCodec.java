package larder.appliance.mesh.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The Hello's bytes: a magic number, a 16-bit length, a protobuf message. */
public final class HelloCodec {

  private static final int MAGIC = 0x2EA7D90B;

  /** Says "one connection is enough"; several would only split the requests. */
  private static final int CONNECTIONS = 1;

  private HelloCodec() {}

  public static byte[] encode(Hello hello) {
    byte[] body =
        new ProtoWriter(128)
            .text(1, hello.deviceName())
            .text(2, hello.clientName())
            .text(3, hello.clientVersion())
            .varint(4, CONNECTIONS)
            .toBytes();
    if (body.length > Limits.HELLO_BYTES) {
      throw new IllegalArgumentException("Hello of " + body.length + " bytes");
    }
    return ByteBuffer.allocate(6 + body.length)
        .putInt(MAGIC)
        .putShort((short) body.length)
        .put(body)
        .array();
  }

  /** Reads a Hello and not a byte more. */
  public static Hello read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int magic = data.readInt();
    if (magic != MAGIC) {
      throw new WireException(
          isOld(magic)
              ? "the other device's program is too old for this protocol"
              : "the other side does not speak the mesh protocol");
    }
    int length = data.readUnsignedShort();
    if (length > Limits.HELLO_BYTES) {
      throw new WireException("Hello of " + length + " bytes");
    }
    byte[] body = new byte[length];
    data.readFully(body);
    return decode(new ProtoReader(body));
  }

  private static boolean isOld(int magic) {
    return magic == 0x9F79BC40 || (magic >>> 8) == 0x000100;
  }

  private static Hello decode(ProtoReader in) throws WireException {
    String device = "";
    String client = "";
    String version = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> device = in.text(Limits.TEXT_BYTES);
        case 2 -> client = in.text(Limits.TEXT_BYTES);
        case 3 -> version = in.text(Limits.TEXT_BYTES);
        default -> in.skip();
      }
    }
    return new Hello(device, client, version);
  }
}

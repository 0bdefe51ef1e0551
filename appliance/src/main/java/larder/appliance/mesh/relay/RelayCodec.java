package larder.appliance.mesh.relay;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.WireException;

/**
 * A relay's messages as bytes: a header of three numbers, then XDR (RFC 4506), in which everything
 * is filled up to four bytes.
 */
final class RelayCodec {

  private static final int MAGIC = 0x9E79BC40;

  private static final int HEADER_BYTES = 12;

  /** The protocol's own bound; the longest message that there is has some 150 bytes. */
  static final int MESSAGE_BYTES = 1_024;

  /** Ids, keys and addresses. */
  private static final int MAX_OPAQUE_BYTES = 32;

  private static final int PING = 0;
  private static final int PONG = 1;
  private static final int JOIN = 2;
  private static final int JOIN_SESSION = 3;
  private static final int ANSWER = 4;
  private static final int CONNECT = 5;
  private static final int INVITATION = 6;
  private static final int FULL = 7;

  private RelayCodec() {}

  static byte[] encode(RelayMessage message) {
    ByteBuffer body = ByteBuffer.allocate(MESSAGE_BYTES);
    int type =
        switch (message) {
          case RelayMessage.Ping _ -> PING;
          case RelayMessage.Pong _ -> PONG;
          case RelayMessage.Full _ -> FULL;
          case RelayMessage.Join(String token) -> put(body, JOIN, text(token));
          case RelayMessage.JoinSession(Bytes key) -> put(body, JOIN_SESSION, key.array());
          case RelayMessage.Connect(DeviceId device) -> put(body, CONNECT, device.toBytes());
          case RelayMessage.Answer(int code, String words) -> {
            body.putInt(code);
            yield put(body, ANSWER, text(words));
          }
          case RelayMessage.Invitation invitation -> putInvitation(body, invitation);
        };
    body.flip();
    return ByteBuffer.allocate(HEADER_BYTES + body.remaining())
        .putInt(MAGIC)
        .putInt(type)
        .putInt(body.remaining())
        .put(body)
        .array();
  }

  /**
   * Reads one message and not a byte more.
   *
   * @throws WireException if the bytes are none
   */
  static RelayMessage read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (data.readInt() != MAGIC) {
      throw new WireException("the other side does not speak the relay protocol");
    }
    int type = data.readInt();
    int length = data.readInt();
    if (length < 0 || length > MESSAGE_BYTES) {
      throw new WireException("a relay's message of " + length + " bytes");
    }
    byte[] body = new byte[length];
    data.readFully(body);
    try {
      return decode(type, ByteBuffer.wrap(body));
    } catch (BufferUnderflowException e) {
      throw new WireException("a relay's message is cut off");
    }
  }

  private static RelayMessage decode(int type, ByteBuffer body) throws WireException {
    return switch (type) {
      case PING -> new RelayMessage.Ping();
      case PONG -> new RelayMessage.Pong();
      // Relays of other versions leave the token out.
      case JOIN -> new RelayMessage.Join(body.hasRemaining() ? string(body) : "");
      case JOIN_SESSION -> new RelayMessage.JoinSession(opaque(body));
      case ANSWER -> new RelayMessage.Answer(body.getInt(), string(body));
      case CONNECT -> new RelayMessage.Connect(device(body));
      case INVITATION -> invitation(body);
      case FULL -> new RelayMessage.Full();
      default -> throw new WireException("a relay's message of unknown type " + type);
    };
  }

  private static RelayMessage invitation(ByteBuffer body) throws WireException {
    DeviceId from = device(body);
    Bytes key = opaque(body);
    Bytes address = opaque(body);
    int port = body.getInt();
    int server = body.getInt();
    if (port < 0 || port > 0xffff) {
      throw new WireException("a relay invites to port " + port);
    }
    if (address.length() != 0 && address.length() != 4 && address.length() != 16) {
      throw new WireException("a relay invites to an address of " + address.length() + " bytes");
    }
    return new RelayMessage.Invitation(
        from,
        key,
        address,
        port,
        server == 0 ? RelayMessage.Role.CLIENT : RelayMessage.Role.SERVER);
  }

  private static int putInvitation(ByteBuffer body, RelayMessage.Invitation invitation) {
    put(body, INVITATION, invitation.from().toBytes());
    put(body, INVITATION, invitation.key().array());
    put(body, INVITATION, invitation.address().array());
    body.putInt(invitation.port());
    body.putInt(
        switch (invitation.role()) {
          case CLIENT -> 0;
          case SERVER -> 1;
        });
    return INVITATION;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int put(ByteBuffer body, int type, byte[] bytes) {
    body.putInt(bytes.length).put(bytes).put(new byte[padding(bytes.length)]);
    return type;
  }

  private static DeviceId device(ByteBuffer body) throws WireException {
    Bytes id = opaque(body);
    if (id.length() != DeviceId.BYTES) {
      throw new WireException("a relay names a device with an id of " + id.length() + " bytes");
    }
    return DeviceId.of(id.array());
  }

  private static Bytes opaque(ByteBuffer body) throws WireException {
    return Bytes.wrap(bytes(body, MAX_OPAQUE_BYTES));
  }

  private static String string(ByteBuffer body) throws WireException {
    return new String(bytes(body, MESSAGE_BYTES), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer body, int most) throws WireException {
    int length = body.getInt();
    if (length < 0 || length > most || length + padding(length) > body.remaining()) {
      throw new WireException("a relay's message holds a part of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    body.get(bytes);
    body.position(body.position() + padding(length));
    return bytes;
  }

  private static int padding(int length) {
    return -length & 3;
  }
}

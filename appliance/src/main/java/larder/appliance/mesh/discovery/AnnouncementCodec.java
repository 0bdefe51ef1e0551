package larder.appliance.mesh.discovery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Limits;
import larder.appliance.mesh.wire.ProtoReader;
import larder.appliance.mesh.wire.ProtoWriter;
import larder.appliance.mesh.wire.WireException;

/**
 * An announcement's bytes: a magic number and a protobuf message.
 *
 * <p>Source: Syncthing, Local Discovery Protocol v4.
 */
final class AnnouncementCodec {

  /** Syncthing's own are some hundred bytes; larger ones are not read to their end. */
  static final int MAX_BYTES = 8_192;

  private static final int MAGIC = 0x2ea7_d90b;

  private AnnouncementCodec() {}

  static byte[] encode(Announcement announcement) {
    ProtoWriter message = new ProtoWriter(256);
    message.bytes(1, announcement.id().toBytes());
    announcement.addresses().forEach(address -> message.text(2, address));
    message.varint(3, announcement.instanceId());
    byte[] body = message.toBytes();
    return ByteBuffer.allocate(Integer.BYTES + body.length).putInt(MAGIC).put(body).array();
  }

  /**
   * Reads one datagram.
   *
   * @throws WireException if it is not an announcement, or breaks a limit
   */
  static Announcement decode(ByteBuffer datagram) throws WireException {
    if (datagram.remaining() < Integer.BYTES || datagram.remaining() > MAX_BYTES) {
      throw new WireException("announcement of " + datagram.remaining() + " bytes");
    }
    if (datagram.getInt() != MAGIC) {
      throw new WireException("not an announcement");
    }
    byte[] body = new byte[datagram.remaining()];
    datagram.get(body);
    return decodeBody(new ProtoReader(body));
  }

  private static Announcement decodeBody(ProtoReader in) throws WireException {
    byte[] id = new byte[0];
    List<String> addresses = new ArrayList<>();
    long instanceId = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.bytes(DeviceId.BYTES);
        case 2 -> addresses.add(address(in, addresses.size()));
        case 3 -> instanceId = in.varint();
        default -> in.skip();
      }
    }
    if (id.length != DeviceId.BYTES || Arrays.equals(id, new byte[DeviceId.BYTES])) {
      throw new WireException("announcement without a device id");
    }
    return new Announcement(DeviceId.of(id), addresses, instanceId);
  }

  private static String address(ProtoReader in, int already) throws WireException {
    if (already >= Limits.ADDRESSES) {
      throw new WireException("more than " + Limits.ADDRESSES + " addresses");
    }
    return in.text(Limits.TEXT_BYTES);
  }
}

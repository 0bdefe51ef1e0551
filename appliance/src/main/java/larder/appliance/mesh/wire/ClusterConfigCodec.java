package larder.appliance.mesh.wire;

import java.util.ArrayList;
import java.util.List;

/** The ClusterConfig's bytes. */
final class ClusterConfigCodec {

  private ClusterConfigCodec() {}

  static byte[] encode(Message.ClusterConfig config) {
    ProtoWriter out = new ProtoWriter(512);
    for (Message.Folder folder : config.folders()) {
      out.message(1, entry -> encodeFolder(entry, folder));
    }
    return out.bool(2, config.secondary()).toBytes();
  }

  static Message.ClusterConfig decode(ProtoReader in) throws WireException {
    List<Message.Folder> folders = new ArrayList<>();
    boolean secondary = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> {
          requireRoom(folders, Limits.FOLDERS, "folders");
          folders.add(decodeFolder(in.message()));
        }
        case 2 -> secondary = in.bool();
        default -> in.skip();
      }
    }
    return new Message.ClusterConfig(folders, secondary);
  }

  private static void encodeFolder(ProtoWriter out, Message.Folder folder) {
    out.text(1, folder.id())
        .text(2, folder.label())
        // 1.x reads "read only" here: true for send only, and harmless for the other types.
        .varint(3, folder.type())
        // 1.x: this device never offers parts of files that it is still fetching.
        .bool(6, true)
        .bool(7, folder.paused());
    for (Message.Device device : folder.devices()) {
      out.message(16, entry -> encodeDevice(entry, device));
    }
  }

  private static void encodeDevice(ProtoWriter out, Message.Device device) {
    out.bytes(1, device.id().toBytes()).text(2, device.name());
    device.addresses().forEach(address -> out.text(3, address));
    out.varint(6, device.maxSequence()).varint(8, device.indexId());
  }

  private static Message.Folder decodeFolder(ProtoReader in) throws WireException {
    String id = "";
    String label = "";
    int type = 0;
    boolean paused = false;
    List<Message.Device> devices = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.text(Limits.TEXT_BYTES);
        case 2 -> label = in.text(Limits.TEXT_BYTES);
        case 3 -> type = in.int32();
        case 7 -> paused = in.bool();
        case 16 -> {
          requireRoom(devices, Limits.DEVICES, "devices");
          devices.add(decodeDevice(in.message()));
        }
        default -> in.skip();
      }
    }
    return new Message.Folder(id, label, type, paused, devices);
  }

  private static Message.Device decodeDevice(ProtoReader in) throws WireException {
    byte[] id = new byte[0];
    String name = "";
    List<String> addresses = new ArrayList<>();
    long maxSequence = 0;
    long indexId = 0;
    boolean encrypted = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.bytes(DeviceId.BYTES);
        case 2 -> name = in.text(Limits.TEXT_BYTES);
        case 3 -> {
          requireRoom(addresses, Limits.ADDRESSES, "addresses");
          addresses.add(in.text(Limits.TEXT_BYTES));
        }
        case 6 -> maxSequence = in.varint();
        case 8 -> indexId = in.varint();
        case 10 -> encrypted = in.bytes(Limits.TEXT_BYTES).length > 0;
        default -> in.skip();
      }
    }
    if (id.length != DeviceId.BYTES) {
      throw new WireException("device id of " + id.length + " bytes");
    }
    return new Message.Device(DeviceId.of(id), name, addresses, maxSequence, indexId, encrypted);
  }

  private static void requireRoom(List<?> list, int limit, String what) throws WireException {
    if (list.size() == limit) {
      throw new WireException("more than " + limit + " " + what);
    }
  }
}

package larder.appliance.mesh.wire;

import java.util.ArrayList;
import java.util.List;
import larder.appliance.mesh.wire.Message.Progress;

/** The bytes of a DownloadProgress. Source: BEP v1, "DownloadProgress". */
final class ProgressCodec {

  private static final int APPEND = 0;
  private static final int FORGET = 1;

  private ProgressCodec() {}

  static byte[] encode(Message.DownloadProgress progress) {
    ProtoWriter out = new ProtoWriter(1024).text(1, progress.folder());
    progress.updates().forEach(update -> out.message(2, entry -> encode(entry, update)));
    return out.toBytes();
  }

  static Message.DownloadProgress decode(ProtoReader in) throws WireException {
    String folder = "";
    List<Progress> updates = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> folder = in.text(Limits.TEXT_BYTES);
        case 2 -> updates.add(update(in.message()));
        default -> in.skip();
      }
    }
    return new Message.DownloadProgress(folder, updates);
  }

  private static void encode(ProtoWriter out, Progress update) {
    out.varint(1, number(update.step()))
        .text(2, update.name())
        .message(3, version -> FileInfoCodec.encodeVersion(version, update.version()));
    update.blocks().forEach(block -> out.one(4, block));
    out.varint(5, update.blockBytes());
  }

  private static Progress update(ProtoReader in) throws WireException {
    Progress.Step step = Progress.Step.APPEND;
    String name = "";
    VersionVector version = VersionVector.EMPTY;
    List<Integer> blocks = new ArrayList<>();
    int blockBytes = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> step = step(in.int32());
        case 2 -> name = in.text(Limits.NAME_BYTES);
        case 3 -> version = FileInfoCodec.decodeVersion(in.message());
        case 4 -> blocks.addAll(in.int32s());
        case 5 -> blockBytes = in.int32();
        default -> in.skip();
      }
    }
    return new Progress(step, name, version, blocks, blockBytes);
  }

  private static int number(Progress.Step step) {
    return switch (step) {
      case APPEND -> APPEND;
      case FORGET -> FORGET;
    };
  }

  /** What is not known cannot be relied on. */
  private static Progress.Step step(int number) {
    return number == APPEND ? Progress.Step.APPEND : Progress.Step.FORGET;
  }
}

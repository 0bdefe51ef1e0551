package larder.appliance.mesh.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * An index entry's bytes. Refuses entries that contradict themselves: blocks that do not tile the
 * file, negative sizes, blocks on what has none.
 */
final class FileInfoCodec {

  /** The years 1 to 9999, so that every time can be shown. */
  private static final long MIN_SECONDS = -62_135_596_800L;

  private static final long MAX_SECONDS = 253_402_300_799L;

  private FileInfoCodec() {}

  static void encode(ProtoWriter out, FileInfo file) {
    out.text(1, file.name())
        .varint(2, number(file.type()))
        .varint(3, file.sizeBytes())
        .varint(4, file.permissions() & 0xffff_ffffL)
        .varint(5, file.modifiedSeconds())
        .bool(6, file.deleted())
        .bool(7, file.invalid())
        .bool(8, file.noPermissions())
        .message(9, version -> encodeVersion(version, file.version()))
        .varint(10, file.sequence())
        .varint(11, file.modifiedNanos())
        .varint(12, file.modifiedBy())
        .varint(13, file.blockSize());
    encodeBlocks(out, file);
    out.text(17, file.symlinkTarget());
  }

  static FileInfo decode(ProtoReader in) throws WireException {
    Draft draft = new Draft();
    while (in.next()) {
      if (!draft.takeNumber(in) && !draft.takeOther(in)) {
        in.skip();
      }
    }
    return draft.finish();
  }

  static void encodeVersion(ProtoWriter out, VersionVector version) {
    for (VersionVector.Counter counter : version.counters()) {
      out.message(1, entry -> entry.varint(1, counter.id()).varint(2, counter.value()));
    }
  }

  private static void encodeBlocks(ProtoWriter out, FileInfo file) {
    byte[] hashes = file.blocks().packed();
    long blockSize = file.blockSize() == 0 ? Limits.MIN_BLOCK_BYTES : file.blockSize();
    for (int i = 0; i < hashes.length / 32; i++) {
      long offset = i * blockSize;
      int hash = i * 32;
      out.message(
          16,
          block ->
              block
                  .varint(1, offset)
                  .varint(2, Math.min(blockSize, file.sizeBytes() - offset))
                  .bytes(3, hashes, hash, 32));
    }
  }

  private static int number(FileInfo.Type type) {
    return switch (type) {
      case FILE -> 0;
      case DIRECTORY -> 1;
      case SYMLINK -> 4;
    };
  }

  private static FileInfo.Type type(int number) throws WireException {
    return switch (number) {
      case 0 -> FileInfo.Type.FILE;
      case 1 -> FileInfo.Type.DIRECTORY;
      // 2 and 3 told links to files from links to directories, long ago.
      case 2, 3, 4 -> FileInfo.Type.SYMLINK;
      default -> throw new WireException("entry of unknown type " + number);
    };
  }

  /** An entry while its fields come in, in whatever order. */
  private static final class Draft {

    private String name = "";
    private FileInfo.Type type = FileInfo.Type.FILE;
    private long size;
    private int permissions;
    private long seconds;
    private int nanos;
    private boolean deleted;
    private boolean invalid;
    private boolean noPermissions;
    private VersionVector version = VersionVector.EMPTY;
    private long sequence;
    private long modifiedBy;
    private int blockSize;
    private boolean encrypted;
    private String symlinkTarget = "";
    private final BlockList blocks = new BlockList();

    boolean takeNumber(ProtoReader in) throws WireException {
      switch (in.field()) {
        case 3 -> size = in.varint();
        case 4 -> permissions = in.int32();
        case 5 -> seconds = in.varint();
        case 6 -> deleted = in.bool();
        case 7 -> invalid = in.bool();
        case 8 -> noPermissions = in.bool();
        case 10 -> sequence = in.varint();
        case 11 -> nanos = in.int32();
        case 12 -> modifiedBy = in.varint();
        case 13 -> blockSize = in.int32();
        default -> {
          return false;
        }
      }
      return true;
    }

    boolean takeOther(ProtoReader in) throws WireException {
      switch (in.field()) {
        case 1 -> name = in.text(Limits.NAME_BYTES);
        case 2 -> type = type(in.int32());
        case 9 -> version = decodeVersion(in.message());
        case 16 -> blocks.add(in.message());
        case 17 -> symlinkTarget = in.text(Limits.NAME_BYTES);
        case 19 -> encrypted = in.bytes(Limits.ENTRY_BYTES).length > 0;
        default -> {
          return false;
        }
      }
      return true;
    }

    FileInfo finish() throws WireException {
      if (size < 0 || size > Limits.FILE_BYTES || sequence < 0) {
        throw new WireException("entry with size " + size + " and sequence " + sequence);
      }
      return new FileInfo(
          name,
          type,
          size,
          permissions,
          Math.clamp(seconds, MIN_SECONDS, MAX_SECONDS),
          Math.clamp(nanos, 0, 999_999_999),
          deleted,
          // Ciphertext for a third device: nothing that this one could serve or play.
          invalid || encrypted,
          noPermissions,
          version,
          sequence,
          modifiedBy,
          encrypted ? 0 : blockSize,
          encrypted ? Blocks.NONE : checkedBlocks(),
          type == FileInfo.Type.SYMLINK ? symlinkTarget : "");
    }

    private Blocks checkedBlocks() throws WireException {
      boolean hasBytes = type == FileInfo.Type.FILE && !deleted;
      if (!hasBytes && blocks.count > 0) {
        throw new WireException("blocks on an entry that has no bytes");
      }
      if (hasBytes && blocks.count == 0 && size > 0 && !invalid) {
        throw new WireException("file without blocks");
      }
      return blocks.checked(blockSize == 0 ? Limits.MIN_BLOCK_BYTES : blockSize, size);
    }
  }

  static VersionVector decodeVersion(ProtoReader in) throws WireException {
    List<VersionVector.Counter> counters = new ArrayList<>();
    while (in.next()) {
      if (in.field() != 1) {
        in.skip();
      } else if (counters.size() == Limits.COUNTERS) {
        throw new WireException("version with more than " + Limits.COUNTERS + " counters");
      } else {
        counters.add(decodeCounter(in.message()));
      }
    }
    try {
      return VersionVector.of(counters);
    } catch (IllegalArgumentException e) {
      throw new WireException("version names a device twice");
    }
  }

  private static VersionVector.Counter decodeCounter(ProtoReader in) throws WireException {
    long id = 0;
    long value = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.varint();
        case 2 -> value = in.varint();
        default -> in.skip();
      }
    }
    return new VersionVector.Counter(id, value);
  }
}

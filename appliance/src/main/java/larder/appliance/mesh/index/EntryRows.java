package larder.appliance.mesh.index;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.VersionVector;
import larder.appliance.mesh.wire.VersionVector.Counter;
import larder.media.ContentId;
import org.jspecify.annotations.Nullable;

/** How an {@link Entry} lies in a row of {@code mesh_entry} or {@code mesh_own}. */
final class EntryRows {

  static final String COLUMNS =
      "name, type, size, permissions, modified_s, modified_ns, flags, version, sequence,"
          + " modified_by, symlink_target, content";

  /** One placeholder for each of {@link #COLUMNS}. */
  static final String PLACES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

  static final int DELETED = 1;
  static final int INVALID = 2;

  /** What a row says of a file that is there and can be served. */
  static final String IS_LIVE = "flags & " + (DELETED | INVALID) + " = 0";

  private static final int NO_PERMISSIONS = 4;

  /** A counter as stored: id and value. */
  private static final int COUNTER_BYTES = 16;

  private EntryRows() {}

  /** The values of {@link #COLUMNS}, after those of {@code keys}. */
  static @Nullable Object[] values(Entry entry, Object... keys) {
    FileInfo info = entry.info();
    @Nullable Object[] columns = {
      info.name(),
      number(info.type()),
      info.sizeBytes(),
      info.permissions(),
      info.modifiedSeconds(),
      info.modifiedNanos(),
      flags(info),
      pack(info.version()),
      info.sequence(),
      info.modifiedBy(),
      info.symlinkTarget(),
      entry.content().map(EntryRows::bytes).orElse(null)
    };
    @Nullable Object[] all = new Object[keys.length + columns.length];
    System.arraycopy(keys, 0, all, 0, keys.length);
    System.arraycopy(columns, 0, all, keys.length, columns.length);
    return all;
  }

  /**
   * Reads a row that starts with {@link #COLUMNS}, by position: looking names up takes the driver
   * longer than the rest.
   */
  static Entry read(ResultSet row) throws SQLException {
    int flags = row.getInt(7);
    FileInfo info =
        new FileInfo(
            row.getString(1),
            type(row.getInt(2)),
            row.getLong(3),
            row.getInt(4),
            row.getLong(5),
            row.getInt(6),
            (flags & DELETED) != 0,
            (flags & INVALID) != 0,
            (flags & NO_PERMISSIONS) != 0,
            unpack(row.getBytes(8)),
            row.getLong(9),
            row.getLong(10),
            0,
            Blocks.NONE,
            row.getString(11));
    return new Entry(info, content(row.getBytes(12)));
  }

  static byte[] bytes(ContentId content) {
    return HexFormat.of().parseHex(content.hex());
  }

  static ContentId contentId(byte[] bytes) {
    return new ContentId(HexFormat.of().formatHex(bytes));
  }

  private static Optional<ContentId> content(byte @Nullable [] bytes) {
    return bytes == null ? Optional.empty() : Optional.of(contentId(bytes));
  }

  private static int number(FileInfo.Type type) {
    return switch (type) {
      case FILE -> 0;
      case DIRECTORY -> 1;
      case SYMLINK -> 2;
    };
  }

  private static FileInfo.Type type(int number) {
    return switch (number) {
      case 0 -> FileInfo.Type.FILE;
      case 1 -> FileInfo.Type.DIRECTORY;
      default -> FileInfo.Type.SYMLINK;
    };
  }

  private static byte[] pack(VersionVector version) {
    ByteBuffer buffer = ByteBuffer.allocate(version.counters().size() * COUNTER_BYTES);
    for (Counter counter : version.counters()) {
      buffer.putLong(counter.id()).putLong(counter.value());
    }
    return buffer.array();
  }

  private static VersionVector unpack(byte[] packed) {
    ByteBuffer buffer = ByteBuffer.wrap(packed);
    List<Counter> counters = new ArrayList<>(packed.length / COUNTER_BYTES);
    while (buffer.hasRemaining()) {
      counters.add(new Counter(buffer.getLong(), buffer.getLong()));
    }
    return new VersionVector(counters);
  }

  private static int flags(FileInfo info) {
    return (info.deleted() ? DELETED : 0)
        | (info.invalid() ? INVALID : 0)
        | (info.noPermissions() ? NO_PERMISSIONS : 0);
  }
}

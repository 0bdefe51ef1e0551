package larder.media.format;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.media.ByteRange;
import larder.media.MediaException;

/** Finds {@code moov} and the duration in an MP4 or QuickTime file (ISO 14496-12, 4.2 and 8.2). */
final class Mp4Probe {

  /** More boxes than any muxer writes before {@code moov}; a walk of headers must end. */
  private static final int MAX_TOP_BOXES = 64;

  private static final int MAX_CHILDREN = 64;
  private static final int MOOV = code("moov");
  private static final int MVHD = code("mvhd");
  private static final int MVEX = code("mvex");
  private static final int MEHD = code("mehd");

  private final Window window;
  private final MediaFormat format;

  Mp4Probe(Window window, MediaFormat format) {
    this.window = window;
    this.format = format;
  }

  MediaFacts facts() throws ProbeStop, MediaException {
    Optional<Box> moov = find(MOOV, new ByteRange(0, window.sizeBytes()), MAX_TOP_BOXES);
    if (moov.isEmpty()) {
      return MediaFacts.only(format);
    }
    ByteRange index = moov.get().whole();
    if (index.lengthBytes() > ContainerProbe.MAX_INDEX_BYTES) {
      throw new ProbeStop.Malformed("moov of " + index.lengthBytes() + " bytes");
    }
    return new MediaFacts(format, duration(moov.get()), List.of(index));
  }

  private Optional<Duration> duration(Box moov) throws ProbeStop, MediaException {
    Optional<Box> header = find(MVHD, moov.content(), MAX_CHILDREN);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Times times = movieTimes(header.get());
    if (times.units() == 0) {
      // Fragmented: the length stands with the fragments' defaults, if anywhere.
      times = new Times(times.unitsPerSecond(), fragmentUnits(moov));
    }
    return times.duration();
  }

  /** Times of {@code mvhd}, whose numbers are 32 or 64 bits wide by version. */
  private Times movieTimes(Box header) throws ProbeStop, MediaException {
    boolean wide = version(header) == 1;
    ByteBuffer fields = window.read(header.content().offsetBytes() + 4, wide ? 28 : 16);
    return wide
        ? new Times(Integer.toUnsignedLong(fields.getInt(16)), fields.getLong(20))
        : new Times(
            Integer.toUnsignedLong(fields.getInt(8)), Integer.toUnsignedLong(fields.getInt(12)));
  }

  private long fragmentUnits(Box moov) throws ProbeStop, MediaException {
    Optional<Box> defaults = find(MVEX, moov.content(), MAX_CHILDREN);
    if (defaults.isEmpty()) {
      return 0;
    }
    Optional<Box> header = find(MEHD, defaults.get().content(), MAX_CHILDREN);
    if (header.isEmpty()) {
      return 0;
    }
    boolean wide = version(header.get()) == 1;
    ByteBuffer field = window.read(header.get().content().offsetBytes() + 4, wide ? 8 : 4);
    return wide ? field.getLong(0) : Integer.toUnsignedLong(field.getInt(0));
  }

  private int version(Box box) throws ProbeStop, MediaException {
    return window.read(box.content().offsetBytes(), 1).get(0);
  }

  /** The first box of {@code type} that lies directly in {@code range}. */
  private Optional<Box> find(int type, ByteRange range, int maxBoxes)
      throws ProbeStop, MediaException {
    long at = range.offsetBytes();
    for (int count = 0; count < maxBoxes && range.endBytes() - at >= Box.HEADER_BYTES; count++) {
      Box box = box(at, range.endBytes());
      if (box.type() == type) {
        return Optional.of(box);
      }
      at = box.whole().endBytes();
    }
    return Optional.empty();
  }

  private Box box(long at, long endBytes) throws ProbeStop, MediaException {
    ByteBuffer header = window.read(at, Box.HEADER_BYTES);
    long size = Integer.toUnsignedLong(header.getInt(0));
    int headerBytes = Box.HEADER_BYTES;
    if (size == Box.SIZE_FOLLOWS) {
      headerBytes = Box.WIDE_HEADER_BYTES;
      size = window.read(at + Box.HEADER_BYTES, 8).getLong(0);
    } else if (size == Box.TO_THE_END) {
      size = endBytes - at;
    }
    if (size < headerBytes || size > endBytes - at) {
      throw new ProbeStop.Malformed("box at " + at + " claims " + size + " bytes");
    }
    return new Box(header.getInt(4), new ByteRange(at, size), headerBytes);
  }

  private static int code(String type) {
    return type.charAt(0) << 24 | type.charAt(1) << 16 | type.charAt(2) << 8 | type.charAt(3);
  }

  /** One box: its type as four letters, where it lies, and how much of it is header. */
  private record Box(int type, ByteRange whole, int headerBytes) {

    static final int HEADER_BYTES = 8;
    static final int WIDE_HEADER_BYTES = 16;
    static final long SIZE_FOLLOWS = 1;
    static final long TO_THE_END = 0;

    ByteRange content() {
      return new ByteRange(whole.offsetBytes() + headerBytes, whole.lengthBytes() - headerBytes);
    }
  }

  /** A number of time units. */
  private record Times(long unitsPerSecond, long units) {

    /** Empty for none, for an unknown length (all ones) and for more than a playable one. */
    Optional<Duration> duration() {
      if (unitsPerSecond == 0 || units <= 0 || units == 0xFFFF_FFFFL) {
        return Optional.empty();
      }
      return Durations.believable((double) units / unitsPerSecond);
    }
  }
}

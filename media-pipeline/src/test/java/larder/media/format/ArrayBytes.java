package larder.media.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import larder.media.ByteRange;

/** Cached bytes in memory, some of them missing. */
final class ArrayBytes implements CachedBytes {

  private final byte[] all;
  private final List<ByteRange> present = new ArrayList<>();
  private long readBytes;

  private ArrayBytes(byte[] all) {
    this.all = all;
  }

  static ArrayBytes complete(byte[] all) {
    return new ArrayBytes(all).add(new ByteRange(0, all.length));
  }

  static ArrayBytes empty(byte[] all) {
    return new ArrayBytes(all);
  }

  ArrayBytes add(ByteRange range) {
    present.add(range);
    return this;
  }

  /** Bytes that were handed out so far. */
  long readBytes() {
    return readBytes;
  }

  @Override
  public long sizeBytes() {
    return all.length;
  }

  @Override
  public Optional<byte[]> read(ByteRange range) {
    if (range.endBytes() > all.length || range.lengthBytes() > ContainerProbe.MAX_READ_BYTES) {
      throw new IllegalArgumentException(range + " of " + all.length);
    }
    if (present.stream().noneMatch(part -> covers(part, range))) {
      return Optional.empty();
    }
    readBytes += range.lengthBytes();
    return Optional.of(Arrays.copyOfRange(all, (int) range.offsetBytes(), (int) range.endBytes()));
  }

  private static boolean covers(ByteRange part, ByteRange range) {
    return part.offsetBytes() <= range.offsetBytes() && range.endBytes() <= part.endBytes();
  }
}

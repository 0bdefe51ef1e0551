package larder.media.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import larder.media.ByteRange;
import larder.media.MediaException;
import larder.media.prefetch.CachedBytes;

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

  /** A look into the content, as far as it is present. */
  Probe probe() throws MediaException {
    return ContainerProbe.probe(all.length, this);
  }

  @Override
  public int read(long positionBytes, ByteBuffer target) {
    if (positionBytes < 0 || target.remaining() > 4096) {
      throw new IllegalArgumentException(target.remaining() + " bytes at " + positionBytes);
    }
    long end =
        present.stream()
            .filter(part -> part.offsetBytes() <= positionBytes)
            .mapToLong(ByteRange::endBytes)
            .max()
            .orElse(0);
    int length = Math.clamp(end - positionBytes, 0, target.remaining());
    target.put(all, (int) positionBytes, length);
    readBytes += length;
    return length;
  }
}

package larder.appliance.mesh.sync;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import larder.media.ByteRange;

/** Blocks of files as they are on the disk, unverified. */
final class Blocks {

  private Blocks() {}

  /** The bytes of {@code range}; empty if the file is shorter. */
  static Optional<byte[]> read(FileChannel file, ByteRange range) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) range.lengthBytes());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, range.offsetBytes() + bytes.position()) < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(bytes.array());
  }
}

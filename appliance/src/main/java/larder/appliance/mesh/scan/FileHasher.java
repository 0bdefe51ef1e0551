package larder.appliance.mesh.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import larder.media.BlockHash;
import larder.media.Manifest;

/** Reads a file once and hashes its blocks. */
final class FileHasher {

  /** BEP: a file gets the smallest block size with which it has fewer blocks than this. */
  private static final int DESIRED_BLOCKS = 2_000;

  /** Large enough for a disk's read-ahead, small enough for two files at a time. */
  private static final int BUFFER_BYTES = 256 << 10;

  private FileHasher() {}

  /** The size of the blocks of a file of {@code sizeBytes}. */
  static int blockBytes(long sizeBytes) {
    int blockBytes = Manifest.MIN_CHUNK_BYTES;
    while (blockBytes < Manifest.MAX_CHUNK_BYTES
        && sizeBytes >= (long) DESIRED_BLOCKS * blockBytes) {
      blockBytes *= 2;
    }
    return blockBytes;
  }

  /**
   * Hashes the first {@code sizeBytes} of {@code file}.
   *
   * @param progress told of each run of bytes that was read
   * @return empty if the file is shorter by now
   * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted
   */
  static Optional<Manifest> hash(Path file, long sizeBytes, LongConsumer progress)
      throws IOException {
    int blockBytes = blockBytes(sizeBytes);
    long count = (sizeBytes + blockBytes - 1) / blockBytes;
    if (count > Manifest.MAX_CHUNKS) {
      throw new IOException("larger than a file can be in the mesh: " + sizeBytes + " bytes");
    }
    ByteBuffer hashes = ByteBuffer.allocate(Math.toIntExact(count * BlockHash.BYTES));
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      MessageDigest digest = BlockHash.sha256();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      for (long left = sizeBytes; left > 0; ) {
        long inBlock = Math.min(left, blockBytes);
        if (!digest(channel, inBlock, buffer, digest, progress)) {
          return Optional.empty();
        }
        hashes.put(digest.digest());
        left -= inBlock;
      }
    }
    return Optional.of(new Manifest(sizeBytes, blockBytes, hashes.array()));
  }

  private static boolean digest(
      FileChannel channel,
      long bytes,
      ByteBuffer buffer,
      MessageDigest digest,
      LongConsumer progress)
      throws IOException {
    for (long left = bytes; left > 0; ) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      int read = channel.read(buffer);
      if (read < 0) {
        return false;
      }
      digest.update(buffer.flip());
      progress.accept(read);
      left -= read;
    }
    return true;
  }
}

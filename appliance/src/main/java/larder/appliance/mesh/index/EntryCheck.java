package larder.appliance.mesh.index;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.wire.FileInfo;
import larder.media.BlockHash;
import larder.media.Manifest;

/** Holds what a peer announces against the rules of the protocol, before any of it is kept. */
final class EntryCheck {

  /** More devices than ever edited one file. */
  private static final int MAX_COUNTERS = 1_000;

  /** BEP: a block size of 0 means the smallest. */
  private static final int DEFAULT_BLOCK_BYTES = Manifest.MIN_CHUNK_BYTES;

  private EntryCheck() {}

  /** What is wrong with {@code files}, in words for both sides' logs; empty if nothing is. */
  static Optional<String> fault(List<FileInfo> files) {
    long last = 0;
    for (FileInfo file : files) {
      Optional<String> fault = fault(file, last);
      if (fault.isPresent()) {
        return fault;
      }
      last = file.sequence();
    }
    return Optional.empty();
  }

  /** The chunks of a checked live file; empty for everything that has no bytes to fetch. */
  static Optional<Manifest> manifest(FileInfo file) {
    return hasBlocks(file) && file.sizeBytes() > 0
        ? Optional.of(new Manifest(file.sizeBytes(), blockBytes(file), file.blocks().packed()))
        : Optional.empty();
  }

  private static Optional<String> fault(FileInfo file, long lastSequence) {
    Optional<String> fault =
        FileNames.fault(file.name())
            .or(() -> sequenceFault(file, lastSequence))
            .or(() -> numbersFault(file))
            .or(() -> blocksFault(file));
    return fault.map(what -> what + ": \"" + Names.harmless(file.name()) + "\"");
  }

  private static Optional<String> sequenceFault(FileInfo file, long lastSequence) {
    return file.sequence() > lastSequence
        ? Optional.empty()
        : Optional.of("sequence " + file.sequence() + " after " + lastSequence);
  }

  private static Optional<String> numbersFault(FileInfo file) {
    if (file.sizeBytes() < 0) {
      return Optional.of("negative size " + file.sizeBytes());
    }
    if (file.modifiedSeconds() < Instant.MIN.getEpochSecond()
        || file.modifiedSeconds() > Instant.MAX.getEpochSecond()
        || file.modifiedNanos() < 0
        || file.modifiedNanos() >= 1_000_000_000) {
      return Optional.of("impossible modification time");
    }
    return file.version().counters().size() > MAX_COUNTERS
        ? Optional.of("version with more than " + MAX_COUNTERS + " counters")
        : Optional.empty();
  }

  private static Optional<String> blocksFault(FileInfo file) {
    int count = file.blocks().count();
    if (file.invalid()) {
      return Optional.empty();
    }
    if (!hasBlocks(file)) {
      return count == 0 ? Optional.empty() : Optional.of("blocks of something without bytes");
    }
    int blockBytes = blockBytes(file);
    if (blockBytes < Manifest.MIN_CHUNK_BYTES
        || blockBytes > Manifest.MAX_CHUNK_BYTES
        || Integer.bitCount(blockBytes) != 1) {
      return Optional.of("impossible block size " + blockBytes);
    }
    long expected = file.sizeBytes() == 0 ? 1 : (file.sizeBytes() - 1) / blockBytes + 1;
    if (expected > Manifest.MAX_CHUNKS || expected != count) {
      return Optional.of(
          count + " blocks of " + blockBytes + " bytes for " + file.sizeBytes() + " bytes");
    }
    return Optional.empty();
  }

  private static boolean hasBlocks(FileInfo file) {
    return file.type() == FileInfo.Type.FILE && !file.deleted() && !file.invalid();
  }

  private static int blockBytes(FileInfo file) {
    return file.blockSize() == 0 ? DEFAULT_BLOCK_BYTES : file.blockSize();
  }

  /** The hashes of a file without bytes: one block of nothing. */
  static byte[] emptyFileHashes() {
    return BlockHash.compute(new byte[0]).toBytes();
  }
}

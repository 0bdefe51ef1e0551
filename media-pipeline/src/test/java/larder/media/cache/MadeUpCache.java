package larder.media.cache;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import larder.media.BlockHash;
import larder.media.Manifest;

/**
 * Fills a cache directory with complete contents that take no room, for benchmarks: film {@code n}
 * is so many chunks of zeros, the last of which has {@code n} bytes.
 */
public final class MadeUpCache {

  private static final int CHUNK_BYTES = Manifest.MIN_CHUNK_BYTES;

  private static final BlockHash WHOLE = BlockHash.compute(new byte[CHUNK_BYTES]);

  private MadeUpCache() {}

  /** Arguments: the directory, the number of films, the number of chunks of each. */
  public static void main(String... arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    int films = Integer.parseInt(arguments[1]);
    int chunks = Integer.parseInt(arguments[2]);
    for (int film = 1; film <= films; film++) {
      put(directory, manifest(film, chunks));
    }
  }

  private static Manifest manifest(int film, int chunks) {
    byte[] whole = WHOLE.toBytes();
    byte[] hashes = new byte[chunks * BlockHash.BYTES];
    for (int chunk = 0; chunk < chunks; chunk++) {
      System.arraycopy(whole, 0, hashes, chunk * BlockHash.BYTES, BlockHash.BYTES);
    }
    byte[] last = BlockHash.compute(new byte[film]).toBytes();
    System.arraycopy(last, 0, hashes, (chunks - 1) * BlockHash.BYTES, BlockHash.BYTES);
    return new Manifest((chunks - 1L) * CHUNK_BYTES + film, CHUNK_BYTES, hashes);
  }

  private static void put(Path directory, Manifest manifest) throws IOException {
    ContentFiles files = ContentFiles.of(directory, manifest.contentId());
    Files.createDirectories(files.shelf());
    BitSet all = new BitSet();
    all.set(0, manifest.chunkCount());
    Files.write(files.map(), MapFile.snapshot(manifest, all, Optional.empty()));
    try (RandomAccessFile data = new RandomAccessFile(files.data().toFile(), "rw")) {
      data.setLength(manifest.sizeBytes());
    }
  }
}

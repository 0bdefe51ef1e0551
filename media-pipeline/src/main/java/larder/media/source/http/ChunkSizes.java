package larder.media.source.http;

import larder.media.Manifest;

/**
 * How large the chunks of a web file are. Small enough that a seek into a hole waits for little,
 * and large enough that a request for each costs nothing beside its bytes.
 */
public final class ChunkSizes {

  /** 1 MiB: 0.4 s of a line of 20 Mbit/s. */
  private static final int SMALLEST_BYTES = 1 << 20;

  /** So many hashes are 2 MB in memory; larger files get larger chunks. */
  private static final long MOST_CHUNKS = 1 << 16;

  /** The largest file that has chunks: 1 TiB. */
  public static final long LARGEST_BYTES = MOST_CHUNKS * Manifest.MAX_CHUNK_BYTES;

  private ChunkSizes() {}

  /** The chunk size for a file of {@code sizeBytes}, one to {@link #LARGEST_BYTES}. */
  public static int of(long sizeBytes) {
    int chunkBytes = SMALLEST_BYTES;
    while ((sizeBytes - 1) / chunkBytes >= MOST_CHUNKS) {
      chunkBytes *= 2;
    }
    return chunkBytes;
  }
}

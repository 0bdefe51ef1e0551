package larder.media.fetch;

import larder.media.Manifest;

/**
 * One chunk that somebody needs.
 *
 * @param index a chunk of {@code manifest}
 */
public record ChunkRequest(Manifest manifest, int index, Urgency urgency) {

  public ChunkRequest {
    if (index < 0 || index >= manifest.chunkCount()) {
      throw new IndexOutOfBoundsException("chunk " + index + " of " + manifest);
    }
  }
}

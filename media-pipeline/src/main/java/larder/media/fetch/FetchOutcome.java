package larder.media.fetch;

import larder.media.Fault;
import larder.media.chunk.VerifiedChunk;

/** How a request ended. */
public sealed interface FetchOutcome {

  /** For a waiting reader: the chunk, before it is stored. */
  record Delivered(VerifiedChunk chunk) implements FetchOutcome {}

  /** The chunk is in the store. */
  record Stored() implements FetchOutcome {}

  /** The chunk is here, but the store did not take it: whoever wants it keeps it in memory. */
  record Unsaved(VerifiedChunk chunk, Fault fault) implements FetchOutcome {}

  /** It will not come: trying again at once does not help. */
  record Failed(Fault fault) implements FetchOutcome {}
}

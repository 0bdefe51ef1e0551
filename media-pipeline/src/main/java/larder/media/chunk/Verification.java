package larder.media.chunk;

import larder.media.Fault;
import larder.media.MediaException;

/** What became of bytes that were held against a manifest. */
public sealed interface Verification {

  /** The bytes are the chunk. */
  record Accepted(VerifiedChunk chunk) implements Verification {}

  /**
   * The bytes are not the chunk; nobody may store or serve them.
   *
   * @param reason for the log: what was wrong, with numbers
   */
  record Refused(String reason) implements Verification {}

  /** The chunk, or {@code WRONG_BYTES}. */
  default VerifiedChunk orThrow() throws MediaException {
    return switch (this) {
      case Accepted accepted -> accepted.chunk();
      case Refused refused -> throw new MediaException(Fault.WRONG_BYTES, refused.reason());
    };
  }
}

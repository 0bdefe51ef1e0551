package larder.media;

/**
 * Why bytes could not be had. Each fault knows whether trying again can help, which HTTP status
 * says it, and the key of the sentence that the TV shows. The table for people is {@code
 * docs/faults.md}.
 */
public enum Fault {
  /** No source that holds the chunk is connected. */
  NO_SOURCE(true, 503, "fault.noSource"),
  /** A source stopped answering. */
  SOURCE_TIMEOUT(true, 503, "fault.sourceTimeout"),
  /** A source refused, or failed to read its file. */
  SOURCE_FAILED(true, 503, "fault.sourceFailed"),
  /** A source sent bytes that do not match the hash. */
  WRONG_BYTES(true, 503, "fault.wrongBytes"),
  /** The file changed at its source; this version of it can no longer be completed. */
  CONTENT_CHANGED(false, 503, "fault.contentChanged"),
  /** The cache disk is full or at its reserve. */
  DISK_FULL(true, 503, "fault.diskFull"),
  /** The cache disk failed to read, write or sync. */
  DISK_FAILED(true, 503, "fault.diskFailed"),
  /** The title is not known. */
  UNKNOWN_TITLE(false, 404, "fault.unknownTitle"),
  /** The box is shutting down. */
  CLOSING(true, 503, "fault.closing");

  private final boolean retryable;
  private final int httpStatus;
  private final String sentenceKey;

  Fault(boolean retryable, int httpStatus, String sentenceKey) {
    this.retryable = retryable;
    this.httpStatus = httpStatus;
    this.sentenceKey = sentenceKey;
  }

  public boolean retryable() {
    return retryable;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public String sentenceKey() {
    return sentenceKey;
  }
}

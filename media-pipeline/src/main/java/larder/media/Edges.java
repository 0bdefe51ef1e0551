package larder.media;

/**
 * The two ends of a content that decide whether it plays at once: its head, and its tail, where
 * many containers keep their index. They are fetched first and leave last.
 */
public final class Edges {

  /** What Chromium reads before the first frame of a file with its index in front. */
  private static final long HEAD_BYTES = 3_000_000;

  /** Where MP4's moov and Matroska's Cues lie when they are at the end. */
  private static final long TAIL_BYTES = 1_000_000;

  private Edges() {}

  /** The head of a content of {@code sizeBytes}; all of a small one. */
  public static ByteRange head(long sizeBytes) {
    return new ByteRange(0, Math.min(HEAD_BYTES, sizeBytes));
  }

  /** The tail of a content of {@code sizeBytes}; all of a small one. */
  public static ByteRange tail(long sizeBytes) {
    long length = Math.min(TAIL_BYTES, sizeBytes);
    return new ByteRange(sizeBytes - length, length);
  }
}

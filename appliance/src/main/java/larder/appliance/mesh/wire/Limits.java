package larder.appliance.mesh.wire;

/** What a peer may make this device allocate. Each is checked before the allocation. */
public final class Limits {

  /**
   * A Hello holds three short texts; the protocol's own bound is 32,767, which is small enough to
   * take from strangers.
   */
  public static final int HELLO_BYTES = 32_767;

  /** Two small numbers, and room for what a later version adds. */
  public static final int HEADER_BYTES = 1_024;

  /**
   * The protocol's own bound on a message. What may be so long is an index, which is taken in
   * parts, or means nothing here and is passed over.
   */
  public static final int MESSAGE_BYTES = 500_000_000;

  /**
   * One entry of an index: a name and some 350,000 blocks, which are 5 TB in the largest size and
   * 40 GB in the smallest, that no peer uses for such a file. A longer one is passed over.
   */
  public static final int ENTRY_BYTES = 16 << 20;

  /** Who shares what with whom: a thousand folders with a hundred devices each. */
  public static final int CLUSTER_CONFIG_BYTES = 8 << 20;

  /** The largest block of the protocol. */
  public static final int BLOCK_BYTES = 16 << 20;

  /** The smallest block of the protocol, and what a block size of 0 means. */
  public static final int MIN_BLOCK_BYTES = 128 << 10;

  /** A response is one block and a few bytes around it. */
  public static final int RESPONSE_BYTES = BLOCK_BYTES + 64;

  /**
   * Progress of downloads: a hundred thousand blocks at once. A longer one is passed over, not
   * punished: nothing but speed hangs on it.
   */
  public static final int PROGRESS_BYTES = 512 << 10;

  /** Requests, pings and closing words: two names, a hash and some numbers. */
  public static final int SMALL_MESSAGE_BYTES = 64 << 10;

  /** Twice Linux's PATH_MAX; whether the name is any good is for the index to say. */
  public static final int NAME_BYTES = 8_192;

  /** Labels, device names, ids, addresses, closing words: something that a person reads. */
  public static final int TEXT_BYTES = 8_192;

  /** Far above any household; bounds the objects made of a hostile ClusterConfig. */
  public static final int FOLDERS = 1_000;

  /** See {@link #FOLDERS}. */
  public static final int DEVICES = 1_000;

  /** See {@link #FOLDERS}. */
  public static final int ADDRESSES = 64;

  /** One counter for each device that ever changed the file. */
  public static final int COUNTERS = 1_000;

  /** Exact as a number in JSON; no file system here goes further. */
  public static final long FILE_BYTES = 1L << 53;

  private Limits() {}
}

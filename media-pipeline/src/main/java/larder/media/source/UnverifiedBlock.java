package larder.media.source;

/**
 * Bytes as a source sent them. Nobody may store or serve them before {@code chunk} has held them
 * against the manifest's hash.
 *
 * @param bytes owned by the receiver; the source keeps no reference
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of up to 16 MiB, never compared
public record UnverifiedBlock(byte[] bytes) {}

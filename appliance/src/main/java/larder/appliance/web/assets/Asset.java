package larder.appliance.web.assets;

import java.util.HexFormat;
import java.util.Optional;
import larder.media.BlockHash;

/**
 * One file of the page.
 *
 * @param path below the folder, with {@code /}
 * @param zipped the same, compressed with gzip, if that was prepared
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Asset(String path, byte[] bytes, Optional<byte[]> zipped) {

  /** Files whose name holds a hash of their bytes never change. */
  boolean isHashed() {
    return path.startsWith("assets/");
  }

  String etag() {
    byte[] digest = BlockHash.compute(bytes).toBytes();
    return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
  }
}

package larder.appliance.mesh.peer;

import larder.appliance.mesh.wire.Bytes;

/**
 * One block to ask for.
 *
 * @param hash its SHA-256; newer peers refuse requests without
 * @param weakHash its Adler-32, 0 if that is not known
 * @param fromTemporary the device said that it has the block of a file that is not complete
 */
public record BlockRequest(
    String folder,
    String name,
    long offsetBytes,
    int sizeBytes,
    Bytes hash,
    int blockNo,
    int weakHash,
    boolean fromTemporary) {

  public BlockRequest(
      String folder, String name, long offsetBytes, int sizeBytes, Bytes hash, int blockNo) {
    this(folder, name, offsetBytes, sizeBytes, hash, blockNo, 0, false);
  }
}

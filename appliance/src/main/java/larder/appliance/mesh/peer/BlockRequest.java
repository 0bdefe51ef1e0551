package larder.appliance.mesh.peer;

import larder.appliance.mesh.wire.Bytes;

/**
 * One block to ask for.
 *
 * @param hash its SHA-256; newer peers refuse requests without
 */
public record BlockRequest(
    String folder, String name, long offsetBytes, int sizeBytes, Bytes hash, int blockNo) {}

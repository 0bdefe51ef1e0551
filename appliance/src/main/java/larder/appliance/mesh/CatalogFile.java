package larder.appliance.mesh;

import java.time.Instant;

/**
 * An ordinary file of a folder in its newest version.
 *
 * @param name its path in the folder: {@code /} between segments, clean and relative
 * @param sizeBytes zero or more
 */
public record CatalogFile(FolderId folder, String name, long sizeBytes, Instant modified) {}

package larder.appliance.mesh;

import java.time.Instant;
import java.util.Optional;
import larder.media.ContentId;

/**
 * An ordinary file of a folder in its newest version.
 *
 * @param name its path in the folder: {@code /} between segments, clean and relative
 * @param sizeBytes zero or more
 * @param content names its bytes without a look at their chunks; empty if it has no bytes
 */
public record CatalogFile(
    FolderId folder, String name, long sizeBytes, Instant modified, Optional<ContentId> content) {}

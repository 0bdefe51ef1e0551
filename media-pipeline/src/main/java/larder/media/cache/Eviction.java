package larder.media.cache;

import java.util.function.Function;
import larder.media.ContentId;

/**
 * What decides and witnesses evictions.
 *
 * @param policy chooses what goes
 * @param interest what the household wants of a content; may ask a database
 * @param gate told before bytes go
 */
public record Eviction(
    EvictionPolicy policy, Function<ContentId, Interest> interest, EvictionGate gate) {}

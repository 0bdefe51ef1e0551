package larder.media.cache;

/**
 * What the cache holds, in bytes of chunks.
 *
 * @param budgetBytes what it may hold
 * @param usedBytes what it holds
 * @param keptBytes the part of {@code usedBytes} that eviction never takes
 * @param freeDiskBytes what the disk under it has left
 */
public record CacheUsage(long budgetBytes, long usedBytes, long keptBytes, long freeDiskBytes) {}

package larder.appliance.queue;

import larder.appliance.event.Events;
import larder.appliance.library.Library;
import larder.appliance.store.Database;
import larder.media.cache.CacheView;
import larder.media.prefetch.Prefetching;

/** What the queue builds on. */
public record QueuePorts(
    Database database, Library library, CacheView cache, Prefetching prefetching, Events events) {}

package larder.appliance.library;

import larder.appliance.event.Events;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.Mesh;
import larder.appliance.store.Database;
import larder.media.cache.CacheView;
import larder.media.prefetch.Prefetching;

/** What the library builds on. */
public record LibraryPorts(
    Database database,
    Catalog catalog,
    Mesh mesh,
    CacheView cache,
    Prefetching prefetching,
    WebTitles web,
    Events events) {}

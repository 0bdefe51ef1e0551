/**
 * Titles whose bytes come from web servers: what was asked for, what the servers said, and the
 * servers as sources.
 *
 * <p>In: URLs that the queue accepted, answers of servers, news of the cache. Out: manifests and
 * standings for library and queue, sources for fetching. Everything is on disk before anyone is
 * told. Servers are asked about files on the package's own threads ({@code WebLookout}); the rest
 * never blocks on the network.
 */
@NullMarked
package larder.appliance.webtitle;

import org.jspecify.annotations.NullMarked;

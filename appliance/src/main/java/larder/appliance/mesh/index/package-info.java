/**
 * What each device says it has: persisted indexes, versions, the stock rules, and files as block
 * sources.
 *
 * <p>In: messages of connected devices ({@code IndexExchange}, on each link's reader thread), what
 * the cache holds ({@code HeldContents}), what a share hashed, and the owner's decisions ({@code
 * Household}). Out: our own announcements, from one thread for each link; the catalog; block
 * sources; changes, from one thread for all. Everything that must survive a restart is in the
 * store's {@code mesh_} tables; SQL stays in this package.
 */
@NullMarked
package larder.appliance.mesh.index;

import org.jspecify.annotations.NullMarked;

/**
 * The sharing side: hashes folders, keeps their index, notices changes, serves blocks.
 *
 * <p>In: directories that a PC's user names, and what the operating system says of changes in them.
 * Out: announcements through {@code SharedIndex}, progress through {@code ScanListener}, and blocks
 * for {@code IndexExchange} ({@code FileBlocks}, on each request's thread). One thread looks at one
 * folder after the other, two hash. Nothing here writes into a shared folder.
 */
@NullMarked
package larder.appliance.mesh.scan;

import org.jspecify.annotations.NullMarked;

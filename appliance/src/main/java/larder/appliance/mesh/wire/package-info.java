/**
 * The Block Exchange Protocol's messages and their bytes. Knows nothing but the JDK; no disk, no
 * sockets.
 */
@NullMarked
package larder.appliance.mesh.wire;

import org.jspecify.annotations.NullMarked;

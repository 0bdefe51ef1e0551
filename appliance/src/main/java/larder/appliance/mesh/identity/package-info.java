/**
 * Who this device is: its key and certificate, made at the first start and never shipped. Knows the
 * JDK and {@code mesh.wire}'s device id; used by whoever opens connections.
 */
@NullMarked
package larder.appliance.mesh.identity;

import org.jspecify.annotations.NullMarked;

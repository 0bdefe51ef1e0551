/** Who this device is: its key and certificate, made at the first start and never shipped. */
@NullMarked
package larder.appliance.mesh.identity;

import org.jspecify.annotations.NullMarked;

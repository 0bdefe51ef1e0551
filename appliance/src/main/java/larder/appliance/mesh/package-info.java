/** The mesh as the rest of the appliance sees it: devices, folders, files and who has them. */
@NullMarked
package larder.appliance.mesh;

import org.jspecify.annotations.NullMarked;

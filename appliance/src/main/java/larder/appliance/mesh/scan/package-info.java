/** The sharing side: hashes folders, keeps their index, notices changes, serves blocks. */
@NullMarked
package larder.appliance.mesh.scan;

import org.jspecify.annotations.NullMarked;

/** Stand-ins for the mesh and the pipeline, in memory, for tests of what builds on them. */
@NullMarked
package larder.appliance.testing;

import org.jspecify.annotations.NullMarked;

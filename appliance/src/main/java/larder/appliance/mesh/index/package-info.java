/**
 * What each device says it has: persisted indexes, versions, the stock rules, and files as block
 * sources.
 */
@NullMarked
package larder.appliance.mesh.index;

import org.jspecify.annotations.NullMarked;

/**
 * The composition root: builds the box, the share and the demo from their parts, and nothing else.
 *
 * <p>{@code Main} starts the command line with what it can start; {@code Foundation} is what box
 * and share stand on, {@code MeshNode} their place in the mesh, {@code Pantry} the box's media
 * pipeline. This is the only package that sees all others; none sees it.
 */
@NullMarked
package larder.appliance;

import org.jspecify.annotations.NullMarked;

/**
 * Makes what people install. Today that is one archive with the runtime, the jars and the launcher;
 * packages, the disk image and its updates will be made from the same {@link larder.image.Release}.
 *
 * <p>In: the built jars and the texts of the checkout. Out: files in the module's {@code target}.
 * Run by the build, on its main thread; nothing of it is shipped.
 */
@NullMarked
package larder.image;

import org.jspecify.annotations.NullMarked;

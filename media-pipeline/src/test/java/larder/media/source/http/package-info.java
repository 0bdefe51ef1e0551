/** Web servers as sources, against nginx and against a server that is as rude as a test says. */
@NullMarked
package larder.media.source.http;

import org.jspecify.annotations.NullMarked;

/**
 * A title's own bytes over HTTP: ranges, validators, back-pressure.
 *
 * <p>In: calls to {@code /stream/{title}} and {@link larder.media.stream.Streams readers}. Out:
 * bodies that take from the reader what the client takes from them. On the request's thread.
 */
@NullMarked
package larder.appliance.web.stream;

import org.jspecify.annotations.NullMarked;

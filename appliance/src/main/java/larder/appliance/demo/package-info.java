/**
 * The household that {@code larder demo} shows: a season, a movie and a clip, made on this machine
 * with ffmpeg.
 *
 * <p>In: a folder to keep them in. Out: real, playable files, complete or not there at all. Called
 * by the composition root and by tests, blocking, on the caller's virtual thread; encoders run as
 * child processes, two at a time.
 */
@NullMarked
package larder.appliance.demo;

import org.jspecify.annotations.NullMarked;

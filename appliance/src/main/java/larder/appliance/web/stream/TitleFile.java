package larder.appliance.web.stream;

import java.time.Instant;
import larder.media.Manifest;

/**
 * What is streamed for a title at one moment.
 *
 * @param name the file's name; only its ending matters here
 */
public record TitleFile(Manifest manifest, String name, Instant modified) {}

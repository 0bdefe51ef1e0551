package larder.appliance.web.api;

import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the box says about itself.
 *
 * @param name as its owner called it
 * @param version of this build
 * @param uptime since the start
 * @param meshPort where other devices connect to
 * @param pageUrl where others of the household reach the HTTP server on that port, {@code
 *     http://host:port}
 */
public record BoxFacts(
    String name,
    String version,
    Supplier<Duration> uptime,
    IntSupplier meshPort,
    IntFunction<String> pageUrl) {}

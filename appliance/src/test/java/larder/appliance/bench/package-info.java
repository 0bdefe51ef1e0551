/**
 * Benchmarks that measure whole boxes, run by the commands in {@code bench/}. They start programs
 * and print figures; they are no tests.
 */
@NullMarked
package larder.appliance.bench;

import org.jspecify.annotations.NullMarked;

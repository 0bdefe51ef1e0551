package larder.media;

import java.util.concurrent.Executor;

/**
 * What makes things happen: time, and threads.
 *
 * @param timers the time
 * @param threads a thread of its own for each task that it is given, named; virtual ones, outside
 *     of tests
 */
public record Engine(Timers timers, Executor threads) {}

/**
 * The command line: words and flags in, text and exit codes out. Nothing sees this package but the
 * composition root.
 *
 * <p>Commands that run a box or a share go through the ports {@link
 * larder.appliance.cli.BoxStarter}, {@link larder.appliance.cli.ShareStarter} and {@link
 * larder.appliance.cli.DemoStarter}, which the composition root implements; all other commands are
 * HTTP clients of a box. Everything runs on the main thread, except the shutdown hook that SIGTERM
 * starts.
 */
@NullMarked
package larder.appliance.cli;

import org.jspecify.annotations.NullMarked;

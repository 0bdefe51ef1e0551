/**
 * The product as its users meet it: the real box as a process of its own, real Syncthing, real
 * Chromium, real video. Nothing in here reaches into the box; it only starts it, talks HTTP to it,
 * presses keys and kills it.
 */
@NullMarked
package larder.appliance.e2e;

import org.jspecify.annotations.NullMarked;

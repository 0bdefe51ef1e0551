/** All titles known, present or not: names, shows and seasons, availability, progress. */
@NullMarked
package larder.appliance.library;

import org.jspecify.annotations.NullMarked;

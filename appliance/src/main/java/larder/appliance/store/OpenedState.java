package larder.appliance.store;

import java.sql.Connection;
import java.util.Optional;

/** A sound, migrated database and how it came to be. */
record OpenedState(
    Connection writer, String generation, Optional<PageSums> sums, Optional<Recovery> recovery) {}

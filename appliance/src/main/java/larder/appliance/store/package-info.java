/** The SQLite state: opening, schema, transactions, recovery. */
@NullMarked
package larder.appliance.store;

import org.jspecify.annotations.NullMarked;

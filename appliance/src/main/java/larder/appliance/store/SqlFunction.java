package larder.appliance.store;

import java.sql.SQLException;

/** Work on a database connection that may fail as SQL does. */
@FunctionalInterface
public interface SqlFunction<A, R> {

  R apply(A argument) throws SQLException;
}

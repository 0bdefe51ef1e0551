package larder.appliance.store;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** The state could not be read or written. A failed write left nothing half done. */
public class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** SQLite puts details above the lowest byte of its result codes. */
  private static final int PRIMARY_CODE = 0xff;

  private final Reason reason;

  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static StoreException of(String doing, SQLException cause) {
    Reason reason = reasonOf(cause);
    return new StoreException(
        reason, doing + " failed: " + reason.words() + " (" + cause.getMessage() + ")", cause);
  }

  public Reason reason() {
    return reason;
  }

  static Reason reasonOf(SQLException cause) {
    if (!(cause instanceof SQLiteException sqlite)) {
      return Reason.FAILED;
    }
    // https://www.sqlite.org/rescode.html
    return switch (sqlite.getResultCode().code & PRIMARY_CODE) {
      case 5, 6 -> Reason.BUSY;
      case 8, 14 -> Reason.READ_ONLY;
      case 10 -> Reason.DISK_FAILED;
      case 11, 26 -> Reason.CORRUPT;
      case 13 -> Reason.DISK_FULL;
      case 19 -> Reason.CONFLICT;
      default -> Reason.FAILED;
    };
  }

  /** Why the state could not be used. */
  public enum Reason {
    DISK_FULL("the disk is full; free some room"),
    DISK_FAILED("the disk failed to read, write or sync"),
    READ_ONLY("the home directory cannot be written"),
    CORRUPT("the database is damaged; restart to have it rebuilt"),
    BUSY("another process holds the database"),
    CONFLICT("it contradicts what is stored"),
    CLOSED("the database is closed"),
    NEWER("a newer version of Larder wrote it"),
    NO_DRIVER("SQLite's native library could not be loaded"),
    FAILED("SQLite refused");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}

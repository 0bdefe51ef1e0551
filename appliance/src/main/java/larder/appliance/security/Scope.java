package larder.appliance.security;

import java.util.Locale;

/** What a token lets its holder do. */
public enum Scope {
  /** See the library and play. */
  WATCH,
  /** Change the queue. */
  QUEUE,
  /** Read and write the files of sync folders. */
  FILES,
  /** Devices, folders, settings, pairing. */
  ADMIN;

  /** Its name in JSON and in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

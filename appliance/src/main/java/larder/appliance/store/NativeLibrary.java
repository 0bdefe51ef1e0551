package larder.appliance.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library. The driver unpacks it first, and leaves it behind when the process
 * is killed; in a directory of the home it neither needs a writable {@code /tmp} nor piles up.
 */
final class NativeLibrary {

  private static final String PLACE = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  static void load(Path home) {
    Path directory = home.resolve("native");
    try {
      if (System.getProperty(PLACE) == null) {
        empty(Files.createDirectories(directory));
        System.setProperty(PLACE, directory.toString());
      }
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) { // what the driver declares
      throw new StoreException(
          StoreException.Reason.NO_DRIVER,
          "SQLite's native library could not be unpacked and loaded from "
              + System.getProperty(PLACE, directory.toString())
              + ": "
              + e.getMessage()
              + ". The directory must be writable and must allow programs (no noexec mount); name"
              + " another one with -Dorg.sqlite.tmpdir=DIR",
          e);
    }
  }

  private static void empty(Path directory) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, "sqlite-*")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }
}

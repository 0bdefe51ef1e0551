package larder.appliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, as the project's other tests with real mounts do. */
@Tag("real")
class FullDiskTest {

  private static final int DISK_BYTES = 6 << 20;

  @TempDir Path place;

  @Test
  void write_diskFull_saysSoLosesNothingAndGoesOnWhenFreed() throws Exception {
    Database.open(Files.createDirectory(place.resolve("warm")), Clock.systemUTC()).close();
    Path disk = Files.createDirectory(place.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "larder-test", disk.toString());
    try {
      fillAndFree(disk);
    } finally {
      run("umount", disk.toString());
    }
  }

  private static void fillAndFree(Path disk) throws IOException {
    try (Database database = Database.open(disk, Clock.systemUTC())) {
      database.write(c -> Sql.update(c, "CREATE TABLE film (n INTEGER PRIMARY KEY, data BLOB)"));
      Path filler = Files.write(disk.resolve("filler"), new byte[3 << 20]);
      int[] written = {0};
      assertThatThrownBy(
              () -> {
                for (int n = 0; n < 1_000; n++) {
                  add(database, n);
                  written[0]++;
                }
              })
          .isInstanceOfSatisfying(
              StoreException.class,
              full -> assertThat(full.reason()).isEqualTo(StoreException.Reason.DISK_FULL));
      assertThat(count(database)).isEqualTo(written[0]).isPositive();
      Files.delete(filler);
      add(database, 5_000);
      assertThat(count(database)).isEqualTo(written[0] + 1);
    }
    try (Database database = Database.open(disk, Clock.systemUTC())) {
      assertThat(database.recovery()).isEmpty();
    }
  }

  private static void add(Database database, int n) {
    database.write(c -> Sql.update(c, "INSERT INTO film VALUES (?, ?)", n, new byte[60_000]));
  }

  private static long count(Database database) {
    return database.read(c -> Sql.number(c, "SELECT count(*) FROM film"));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
  }
}

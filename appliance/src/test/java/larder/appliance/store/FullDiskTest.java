package larder.appliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import larder.media.cache.DiskFiles;
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

  @Test
  void state_diskFullToTheLastByte_isStillWrittenAndTheRoomIsHeldAgain() throws Exception {
    Database.open(Files.createDirectory(place.resolve("warm")), Clock.systemUTC()).close();
    Path disk = Files.createDirectory(place.resolve("small"));
    Path image = place.resolve("image");
    run("fallocate", "-l", "96M", image.toString());
    run("mkfs.ext4", "-q", "-m", "0", image.toString());
    run("mount", "-o", "loop", image.toString(), disk.toString());
    try {
      writeOnAFullDisk(disk);
    } finally {
      run("umount", disk.toString());
    }
  }

  private static void writeOnAFullDisk(Path disk) throws Exception {
    int written = 0;
    try (Database database = Database.open(disk, Clock.systemUTC())) {
      database.write(c -> Sql.update(c, "CREATE TABLE film (n INTEGER PRIMARY KEY, data BLOB)"));
      assertThat(database.emergency().hold()).isTrue();
      fill(disk);
      DiskFiles files = new DiskFiles(disk, Clock.systemUTC(), database.emergency()::free);
      for (int n = 0; n < 100; n++) {
        add(database, n);
        written++;
      }
      files.save(disk.resolve("kept"), new byte[5_000]);
      assertThat(disk.resolve("emergency")).doesNotExist();
      assertThat(database.emergency().hold()).isFalse();
      assertThat(count(database)).isEqualTo(written);
    }
    // A box can start on it, and goes on remembering.
    try (Database database = Database.open(disk, Clock.systemUTC())) {
      assertThat(database.recovery()).isEmpty();
      assertThat(count(database)).isEqualTo(written);
      add(database, 1_000);
      Files.delete(disk.resolve("filler"));
      assertThat(database.emergency().hold()).isTrue();
      assertThat(Files.size(disk.resolve("emergency"))).isEqualTo(EmergencyRoom.BYTES);
    }
    System.out.printf(
        "FIGURE full disk: %d of %d writes of state kept, room held again%n",
        written + 1, written + 1);
  }

  /** To the last block. */
  private static void fill(Path disk) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            disk.resolve("filler"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      int piece = 1 << 20;
      while (piece >= 512) {
        piece = append(out, new byte[piece]) ? piece : piece / 2;
      }
      assertThat(out.size()).isGreaterThan(20 << 20);
    }
  }

  private static boolean append(FileChannel out, byte[] bytes) {
    try {
      int written = out.write(ByteBuffer.wrap(bytes));
      out.force(false);
      return written == bytes.length;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
      return false;
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

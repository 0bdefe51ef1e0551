package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real ext4 disk in a file, to be pulled, made read-only and put back. Needs root. */
final class LoopDisk implements AutoCloseable {

  private final Path image;
  private final Path place;

  private LoopDisk(Path image, Path place) {
    this.image = image;
    this.place = place;
  }

  static LoopDisk mount(Path folder) throws IOException {
    LoopDisk disk =
        new LoopDisk(folder.resolve("image"), Files.createDirectory(folder.resolve("disk")));
    run("fallocate", "-l", "400M", disk.image.toString());
    run("mkfs.ext4", "-q", disk.image.toString());
    disk.putBack();
    return disk;
  }

  /** Where it is mounted. */
  Path place() {
    return place;
  }

  /** The kernel forgets what was not synced, and every later call fails: EXT4_IOC_SHUTDOWN. */
  void pull() throws IOException {
    run(
        "perl",
        "-e",
        "open(F,'<',$ARGV[0]) or die; my $f=pack('L',2); ioctl(F,0x8004587d,$f) or die $!;",
        place.toString());
  }

  /**
   * What the kernel does to a disk that it found an error on: read-only from now on, whoever has
   * files open for writing.
   */
  void turnReadOnly() throws IOException {
    run("mount", "-o", "remount,abort", place.toString());
    assertThatThrownBy(() -> Files.createFile(place.resolve("written")))
        .hasMessageContaining("Read-only");
  }

  /** Nobody uses it any more: off, and on again as after a restart of the machine. */
  void takeOffAndPutBack() throws IOException {
    run("umount", place.toString());
    putBack();
  }

  private void putBack() throws IOException {
    run("mount", "-o", "loop", image.toString(), place.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), out).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(String.join(" ", command));
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", place.toString());
  }
}

package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Writing past memory, where that is possible and where it is not. */
class DiskFileTest {

  private static final int PAGE = 4096;

  @TempDir Path home;

  private DiskFile made() {
    return at(home.resolve("data"));
  }

  private static DiskFile at(Path path) {
    return new DiskFile(
        path,
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
        new PastMemory());
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(DiskFile file, long offset, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    return Arrays.copyOf(target.array(), file.read(offset, target));
  }

  @Test
  void writePast_severalPieces_readsBack() throws IOException {
    byte[] bytes = noise((3 << 20) + PAGE);
    try (DiskFile file = made()) {
      ByteBuffer source = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
      file.writePast(8L << 20, source);
      file.sync();
      assertThat(source.hasRemaining()).isFalse();
      assertThat(read(file, 8L << 20, bytes.length)).isEqualTo(bytes);
      assertThat(read(file, 0, PAGE)).containsOnly(0);
    }
  }

  @Test
  void writePast_unaligned_isWrittenAsUsual() throws IOException {
    byte[] bytes = noise(PAGE + 17);
    try (DiskFile file = made()) {
      file.writePast(3, ByteBuffer.wrap(bytes));
      assertThat(read(file, 3, bytes.length)).isEqualTo(bytes);
    }
  }

  @Test
  void writePast_overBytesInMemory_replacesThem() throws IOException {
    try (DiskFile file = made()) {
      file.write(0, ByteBuffer.wrap(noise(3 * PAGE)));
      assertThat(read(file, PAGE, PAGE)).isNotEqualTo(noise(PAGE));
      file.writePast(PAGE, ByteBuffer.wrap(noise(PAGE)));
      assertThat(read(file, PAGE, PAGE)).isEqualTo(noise(PAGE));
      assertThat(read(file, 0, PAGE)).isEqualTo(Arrays.copyOf(noise(3 * PAGE), PAGE));
    }
  }

  @Test
  void writePast_closedMeanwhile_opensAgain() throws IOException {
    DiskFile file = made();
    file.writePast(0, ByteBuffer.wrap(noise(PAGE)));
    file.close();
    file.writePast(PAGE, ByteBuffer.wrap(noise(2 * PAGE)));
    file.close();
    assertThat(Files.size(home.resolve("data"))).isEqualTo(3 * PAGE);
  }

  @Test
  void writePast_interrupted_writesAllAndStaysInterrupted() throws IOException {
    try (DiskFile file = made()) {
      Thread.currentThread().interrupt();
      file.writePast(0, ByteBuffer.wrap(noise(PAGE)));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(read(file, 0, PAGE)).isEqualTo(noise(PAGE));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // devices of characters cannot be opened so
  void writePast_refused_isWrittenAsUsual() throws IOException {
    try (DiskFile file = at(Path.of("/dev/null"))) {
      ByteBuffer source = ByteBuffer.wrap(noise(2 * PAGE));
      file.writePast(0, source);
      assertThat(source.hasRemaining()).isFalse();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void writePast_refusedAndFull_saysFull() throws IOException {
    try (DiskFile file = at(Path.of("/dev/full"))) {
      assertThatThrownBy(() -> file.writePast(0, ByteBuffer.wrap(noise(PAGE))))
          .isInstanceOfSatisfying(
              IOException.class, e -> assertThat(DiskHealth.isFull(e)).isTrue());
    }
  }
}

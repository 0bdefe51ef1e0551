package larder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReproducibleTarTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  @Test
  void pack_sameFilesMadeOtherwise_givesTheSameBytes() throws IOException {
    Path first = tree("one", List.of("b", "a"));
    Path second = tree("two", List.of("a", "b"));
    Files.setLastModifiedTime(second.resolve("a"), FileTime.fromMillis(0));
    Files.setPosixFilePermissions(
        second.resolve("a"), PosixFilePermissions.fromString("rw-------"));

    assertThat(packed(first)).isEqualTo(packed(second));
  }

  @Test
  void pack_anotherByte_givesOtherBytes() throws IOException {
    byte[] before = packed(tree("one", List.of("a")));
    Path changed = tree("two", List.of("a"));
    Files.writeString(changed.resolve("a"), "changed");

    assertThat(packed(changed)).isNotEqualTo(before);
  }

  @Test
  void pack_programsFoldersAndLinks_keepWhatTheyAre() throws IOException {
    Path tree = tree("one", List.of("plain"));
    Path program = Files.createFile(tree.resolve("program"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("plain"));
    Path archive = folder.resolve("a.tar.gz");
    new ReproducibleTar(TIME).pack(tree, "release", archive);

    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GzipCompressorInputStream(Files.newInputStream(archive)))) {
      assertThat(describe(tar.getNextEntry())).isEqualTo("release/ 755 dir");
      assertThat(describe(tar.getNextEntry())).isEqualTo("release/link -> plain");
      assertThat(describe(tar.getNextEntry())).isEqualTo("release/plain 644 file");
      assertThat(describe(tar.getNextEntry())).isEqualTo("release/program 755 file");
      assertThat(tar.getNextEntry()).isNull();
    }
  }

  private Path tree(String parent, List<String> files) throws IOException {
    Path tree = Files.createDirectories(folder.resolve(parent).resolve("release"));
    for (String file : files) {
      Files.writeString(tree.resolve(file), "content of " + file);
    }
    return tree;
  }

  private byte[] packed(Path tree) throws IOException {
    Path archive = folder.resolve("packed.tar.gz");
    new ReproducibleTar(TIME).pack(tree, "release", archive);
    return Files.readAllBytes(archive);
  }

  private static String describe(TarArchiveEntry entry) {
    assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(TIME);
    if (entry.isSymbolicLink()) {
      return entry.getName() + " -> " + entry.getLinkName();
    }
    String kind = entry.isDirectory() ? "dir" : "file";
    return entry.getName() + " " + Integer.toOctalString(entry.getMode() & 0777) + " " + kind;
  }
}

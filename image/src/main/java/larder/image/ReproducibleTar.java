package larder.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Packs a folder so that the same files give the same bytes on any machine: sorted names, one time,
 * one owner, two modes.
 */
final class ReproducibleTar {

  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;

  /** More costs three times the time for half a percent: most of it is compressed already. */
  private static final int GZIP_LEVEL = 6;

  /** The number for "unknown" in a gzip header (RFC 1952, 2.3.1). */
  private static final int GZIP_ANY_SYSTEM = 255;

  private final Instant time;

  /**
   * @param time every entry's time
   */
  ReproducibleTar(Instant time) {
    this.time = time;
  }

  /** Packs {@code folder} as {@code name} into {@code target}. */
  void pack(Path folder, String name, Path target) throws IOException {
    GzipParameters gzip = new GzipParameters();
    gzip.setCompressionLevel(GZIP_LEVEL);
    gzip.setModificationInstant(Instant.EPOCH);
    gzip.setOperatingSystem(GZIP_ANY_SYSTEM);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target));
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(file, gzip), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path path : sorted(folder)) {
        add(tar, path, path.equals(folder) ? name : name + "/" + folder.relativize(path));
      }
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
    }
  }

  private void add(TarArchiveOutputStream tar, Path path, String name) throws IOException {
    TarArchiveEntry entry = entry(path, name);
    entry.setModTime(time.toEpochMilli());
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    tar.putArchiveEntry(entry);
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(Path path, String name) throws IOException {
    if (Files.isSymbolicLink(path)) {
      TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      link.setLinkName(Files.readSymbolicLink(path).toString());
      return link;
    }
    if (Files.isDirectory(path)) {
      TarArchiveEntry folder = new TarArchiveEntry(name + "/");
      folder.setMode(EXECUTABLE);
      return folder;
    }
    TarArchiveEntry file = new TarArchiveEntry(name);
    file.setSize(Files.size(path));
    file.setMode(Files.isExecutable(path) ? EXECUTABLE : PLAIN);
    return file;
  }
}

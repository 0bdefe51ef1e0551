package larder.media.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import larder.media.ContentId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contents that eviction never takes: {@code kept}, one id a line, replaced atomically. */
final class KeptFile {

  private static final Logger LOG = LoggerFactory.getLogger(KeptFile.class);

  /** Sixty thousand ids; a bound on what a foreign file may cost. */
  private static final int MAX_BYTES = 4 << 20;

  private final CacheFiles files;
  private final Path path;

  KeptFile(CacheFiles files, Path directory) {
    this.files = files;
    this.path = directory.resolve("kept");
  }

  Set<ContentId> load() {
    try {
      return parse(files.readAll(path, MAX_BYTES));
    } catch (NoSuchFileException e) {
      return Set.of();
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("Cannot read {}; nothing is kept until it is marked again", path, e);
      return Set.of();
    }
  }

  /**
   * @throws IllegalArgumentException if it is no such list
   */
  static Set<ContentId> parse(byte[] file) {
    String text = new String(file, StandardCharsets.US_ASCII);
    return text.lines().map(ContentId::new).collect(Collectors.toSet());
  }

  /** Returns when it is on disk. */
  void save(Set<ContentId> kept) {
    String text = kept.stream().map(ContentId::hex).sorted().collect(Collectors.joining("\n"));
    try {
      files.save(path, text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember what to keep in " + path, e);
    }
  }
}

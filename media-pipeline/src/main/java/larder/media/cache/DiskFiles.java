package larder.media.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The real file system below one directory. */
public final class DiskFiles implements CacheFiles {

  static final String TEMPORARY_SUFFIX = ".tmp";

  private final Path root;
  private final InstantSource clock;
  private final BooleanSupplier relief;
  private final PastMemory memory = new PastMemory();
  private final Optional<LinuxCalls> linux = LinuxCalls.find();

  /**
   * @param root the directory whose disk the free space is asked of
   * @param clock for the time stamps that order the cache after a restart
   */
  public DiskFiles(Path root, InstantSource clock) {
    this(root, clock, () -> false);
  }

  /**
   * @param relief makes some room on a full disk for what must not be lost; false if there is none
   */
  public DiskFiles(Path root, InstantSource clock, BooleanSupplier relief) {
    this.root = root;
    this.clock = clock;
    this.relief = relief;
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Path parent = directory.getParent();
      if (parent != null) {
        syncDirectory(parent);
      }
    }
  }

  @Override
  public CacheFile createOrOpen(Path file) {
    return new DiskFile(
        file,
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
        memory);
  }

  @Override
  public CacheFile open(Path file) {
    return new DiskFile(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE), memory);
  }

  @Override
  public byte[] readAll(Path file, int limitBytes) throws IOException {
    try (CacheFile handle = open(file)) {
      long size = Files.size(file);
      if (size > limitBytes) {
        throw new IOException(file + " has " + size + " bytes, more than " + limitBytes);
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      int read = handle.read(0, content);
      if (read < size) {
        throw new IOException(file + " ended after " + read + " of " + size + " bytes");
      }
      return content.array();
    }
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
    Files.deleteIfExists(temporary);
    try (CacheFile handle = createOrOpen(temporary)) {
      handle.write(0, ByteBuffer.wrap(content));
      handle.sync();
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path parent = file.getParent();
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  @Override
  public void save(Path file, byte[] content) throws IOException {
    try {
      replace(file, content);
    } catch (IOException e) {
      if (!DiskHealth.isFull(e) || !relief.getAsBoolean()) {
        throw e;
      }
      replace(file, content);
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public boolean release(Path file, long offsetBytes, long lengthBytes) throws IOException {
    return linux.isPresent()
        && Files.exists(file)
        && linux.get().punch(file, offsetBytes, lengthBytes);
  }

  @Override
  public void forgetMemoryOf(Path file, long offsetBytes, long lengthBytes) throws IOException {
    if (linux.isPresent()) {
      linux.get().dropPages(file, offsetBytes, lengthBytes);
    }
  }

  @Override
  public long sizeBytes(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public long touchedMs(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  @Override
  public void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
  }

  @Override
  public long freeBytes() {
    return root.toFile().getUsableSpace();
  }

  @Override
  public long totalBytes() {
    return root.toFile().getTotalSpace();
  }

  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

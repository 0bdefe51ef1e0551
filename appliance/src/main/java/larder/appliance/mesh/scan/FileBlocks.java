package larder.appliance.mesh.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.BlockProvider;
import larder.appliance.mesh.index.SharedIndex;
import larder.appliance.mesh.index.SharedIndex.Root;
import larder.media.ByteRange;

/** Blocks of shared files, read from the disk for each request; nothing outside the folder. */
public final class FileBlocks implements BlockProvider {

  private final SharedIndex index;
  private final Rescans rescans;

  /**
   * @param rescans asked to look again when a file turns out to have changed
   */
  public FileBlocks(SharedIndex index, Rescans rescans) {
    this.index = index;
    this.rescans = rescans;
  }

  @Override
  public Optional<byte[]> read(HeldFile file, int block) throws IOException {
    Optional<Path> root = root(file.folder());
    try {
      Optional<byte[]> bytes =
          root.isEmpty() ? Optional.empty() : read(root.get(), file.name(), range(file, block));
      if (bytes.isEmpty()) {
        stale(file);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      stale(file);
      return Optional.empty();
    }
  }

  @Override
  public void stale(HeldFile file) {
    rescans.request(file.folder(), Duration.ZERO);
  }

  private Optional<Path> root(FolderId folder) {
    return index.roots().stream()
        .filter(root -> root.folder().equals(folder))
        .map(Root::root)
        .findFirst();
  }

  private static ByteRange range(HeldFile file, int block) {
    return file.manifest().rangeOf(block);
  }

  private static Optional<byte[]> read(Path root, String name, ByteRange range) throws IOException {
    Path file = root.resolve(name).toRealPath();
    if (!file.startsWith(root)) {
      return Optional.empty(); // a directory on the way became a link that leaves the folder
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) range.lengthBytes());
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, range.offsetBytes() + bytes.position()) < 0) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(bytes.array());
  }
}

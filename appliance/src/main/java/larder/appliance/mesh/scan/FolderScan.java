package larder.appliance.mesh.scan;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import larder.appliance.mesh.index.FileNames;
import larder.appliance.mesh.index.FolderRole;
import larder.appliance.mesh.index.LocalFile;
import larder.appliance.mesh.index.LocalFile.Kind;
import larder.appliance.mesh.index.LocalFile.Stamp;
import larder.appliance.mesh.index.SharedIndex;
import larder.appliance.mesh.index.SharedIndex.Root;
import larder.media.Manifest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One walk over a shared directory: finds what differs from what was announced. Reads only. */
final class FolderScan extends SimpleFileVisitor<Path> {

  private static final Logger LOG = LoggerFactory.getLogger(FolderScan.class);

  /** Files to look up in one transaction. */
  private static final int BATCH = 500;

  /** What is more is found by the next walk, once these are announced. */
  private static final int MAX_CHANGED = 50_000;

  private final SharedIndex index;
  private final Root root;
  private final Consumer<Path> directories;
  private final List<Changed> batch = new ArrayList<>();
  private final List<Changed> changed = new ArrayList<>();

  /**
   * @param directories told each directory, before what is in it
   */
  FolderScan(SharedIndex index, Root root, Consumer<Path> directories) {
    this.index = index;
    this.root = root;
    this.directories = directories;
  }

  /** Something on the disk that was never announced, or was another then. */
  record Changed(String name, Path path, Kind kind, Stamp stamp) {

    LocalFile announcement(Optional<Manifest> manifest) throws IOException {
      Optional<Integer> permissions =
          kind == Kind.SYMLINK ? Optional.empty() : FileStamps.permissions(path);
      return new LocalFile(name, kind, stamp, permissions, manifest);
    }
  }

  /** Walks, and returns what changed, in the order of the walk. */
  List<Changed> changed() throws IOException {
    Files.walkFileTree(root.root(), this);
    lookUp();
    return List.copyOf(changed);
  }

  /** The names that were announced and are no longer on the disk; for a share a link is no file. */
  List<String> gone() {
    List<String> gone = new ArrayList<>();
    String after = "";
    while (true) {
      List<String> names = index.names(root.folder(), after, BATCH);
      if (names.isEmpty()) {
        return gone;
      }
      names.stream().filter(name -> isGone(root.root().resolve(name))).forEach(gone::add);
      after = names.getLast();
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (!directory.equals(root.root())) {
      if (!isShared(directory)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      see(directory, Kind.DIRECTORY, FileStamps.DIRECTORY);
    }
    directories.accept(directory);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile() && isShared(file)) {
      see(file, Kind.FILE, FileStamps.of(attributes));
    } else if (keepsLinks() && attributes.isSymbolicLink() && isShared(file)) {
      see(file, Kind.SYMLINK, FileStamps.link(file));
    }
    return changed.size() < MAX_CHANGED ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException cause) {
    LOG.warn("cannot read {}: {}", file, cause.toString());
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException cause) {
    if (cause != null) {
      LOG.warn("cannot read all of {}: {}", directory, cause.toString());
    }
    return FileVisitResult.CONTINUE;
  }

  /** A share's links may lead anywhere; in a synced folder they are text like any other. */
  private boolean keepsLinks() {
    return root.role() == FolderRole.SYNC;
  }

  private boolean isGone(Path path) {
    try {
      BasicFileAttributes attributes = FileStamps.attributes(path);
      boolean link = keepsLinks() && attributes.isSymbolicLink();
      return !link && !attributes.isRegularFile() && !attributes.isDirectory();
    } catch (IOException e) {
      LOG.debug("{}", e.toString());
      return !RootGuard.isThere(path);
    }
  }

  private boolean isShared(Path path) {
    Optional<String> fault = FileNames.fault(name(path));
    fault.ifPresent(why -> LOG.debug("not shared: {}: {}", path, why));
    return fault.isEmpty();
  }

  private String name(Path path) {
    List<String> segments = new ArrayList<>();
    root.root().relativize(path).forEach(segment -> segments.add(segment.toString()));
    return String.join("/", segments);
  }

  private void see(Path path, Kind kind, Stamp stamp) {
    batch.add(new Changed(name(path), path, kind, stamp));
    if (batch.size() == BATCH) {
      lookUp();
    }
  }

  private void lookUp() {
    List<String> names = batch.stream().map(Changed::name).toList();
    List<Optional<Stamp>> known = index.known(root.folder(), names);
    for (int i = 0; i < names.size(); i++) {
      Changed what = batch.get(i);
      if (!known.get(i).equals(Optional.of(what.stamp()))) {
        changed.add(what);
      }
    }
    batch.clear();
  }
}

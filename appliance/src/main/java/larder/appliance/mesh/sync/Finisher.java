package larder.appliance.mesh.sync;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.index.SharedIndex.Root;
import larder.appliance.mesh.index.SyncIndex.Done;
import larder.appliance.mesh.index.SyncIndex.Need;
import larder.appliance.mesh.scan.FileStamps;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.VersionVector.Ordering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts new versions in their place and takes away what others deleted; for one batch and one
 * thread, which has the {@link Turn}. A file that is not what the index says it is was edited here
 * and stays.
 */
final class Finisher {

  private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);

  /** No device announces files that are called so. */
  private static final String TEMPORARY_PREFIX = ".syncthing.";

  private final Root root;
  private final Trash trash;
  private final Clock clock;
  private final Set<Path> changedDirectories = new LinkedHashSet<>();

  Finisher(Root root, Trash trash, Clock clock) {
    this.root = root;
    this.trash = trash;
    this.clock = clock;
  }

  /**
   * Where the bytes of {@code need} gather, beside their place; a name that no device announces.
   */
  static Path temporary(Root root, Need need) {
    Path target = root.root().resolve(need.name());
    String id = need.content().map(c -> c.hex().substring(0, 16)).orElse("empty");
    String name = String.valueOf(target.getFileName());
    String unique = Integer.toHexString(name.hashCode());
    return target.resolveSibling(TEMPORARY_PREFIX + unique + "." + id + ".tmp");
  }

  /**
   * Does what {@code need} says.
   *
   * @return empty if it has to wait: for the scanner, or until a directory is empty
   */
  Optional<Done> finish(Need need) throws IOException {
    Path target = root.root().resolve(need.name());
    if (!FileStamps.at(target).equals(need.stamp()) || !Inside.leadsTo(root.root(), target)) {
      return Optional.empty();
    }
    return need.newest().deleted() ? remove(need, target) : place(need, target);
  }

  /** Makes all renames and deletions durable; before this nothing may be announced. */
  void sync() throws IOException {
    for (Path directory : changedDirectories) {
      if (Files.isDirectory(directory)) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
    changedDirectories.clear();
  }

  private Optional<Done> place(Need need, Path target) throws IOException {
    FileInfo newest = need.newest();
    if (!Inside.makeWay(root.root(), target)) {
      return Optional.empty();
    }
    boolean sameKind =
        need.stamp().isPresent() && need.own().filter(o -> o.type() == newest.type()).isPresent();
    if (need.stamp().isPresent() && !sameKind && !makeRoom(need, target)) {
      return Optional.empty();
    }
    switch (newest.type()) {
      case DIRECTORY -> {
        if (!sameKind) {
          Files.createDirectory(target);
        }
        permit(need, target);
      }
      case SYMLINK -> {
        Path link = temporary(root, need);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(newest.symlinkTarget()));
        Files.move(link, target, StandardCopyOption.ATOMIC_MOVE);
      }
      case FILE -> placeFile(need, target);
    }
    changed(target);
    return Optional.of(new Done(need, FileStamps.at(target)));
  }

  private void placeFile(Need need, Path target) throws IOException {
    if (need.hasBytes()) {
      permit(need, target);
      date(need, target);
      return;
    }
    Path temporary = temporary(root, need);
    permit(need, temporary);
    date(need, temporary);
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ)) {
      channel.force(true);
    }
    if (need.stamp().isPresent() && isFile(need)) {
      keep(need, target);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes away what is of another kind than its successor. @return false if it has to stay yet */
  private boolean makeRoom(Need need, Path target) throws IOException {
    if (isFile(need)) {
      keep(need, target);
    }
    return delete(target);
  }

  private Optional<Done> remove(Need need, Path target) throws IOException {
    if (need.stamp().isPresent()) {
      if (isFile(need)) {
        trash.keep(folder(), need.name(), target);
      }
      if (!delete(target)) {
        return Optional.empty();
      }
    }
    changed(target);
    return Optional.of(new Done(need, Optional.empty()));
  }

  /** Keeps what is about to be replaced: as a copy if nobody knew of it, else in the trash. */
  private void keep(Need need, Path target) throws IOException {
    if (inConflict(need) && !ConflictNames.isConflict(need.name())) {
      String name =
          ConflictNames.of(
              need.name(), need.newest().modifiedBy(), clock.instant(), clock.getZone());
      Files.createLink(root.root().resolve(name), target);
      LOG.info("\"{}\" was changed here and elsewhere; kept as a conflict copy", need.name());
    } else {
      trash.keep(folder(), need.name(), target);
    }
  }

  private static boolean inConflict(Need need) {
    Ordering order = need.newest().version().compare(need.own().orElseThrow().version());
    return order == Ordering.CONCURRENT_GREATER || order == Ordering.CONCURRENT_LESSER;
  }

  private static boolean isFile(Need need) {
    return need.own().filter(o -> o.type() == FileInfo.Type.FILE).isPresent();
  }

  private static boolean delete(Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      dropTemporaries(target);
    }
    try {
      Files.delete(target);
      return true;
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("not empty yet: {}", target, e);
      return false;
    }
  }

  /** What was half fetched and is wanted no more. */
  private static void dropTemporaries(Path directory) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, TEMPORARY_PREFIX + "*.tmp")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private String folder() {
    return String.valueOf(root.root().getFileName());
  }

  private void changed(Path target) {
    changedDirectories.add(target.getParent());
  }

  private static void date(Need need, Path file) throws IOException {
    Instant modified =
        Instant.ofEpochSecond(need.newest().modifiedSeconds(), need.newest().modifiedNanos());
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private static void permit(Need need, Path file) throws IOException {
    if (!need.newest().noPermissions()) {
      Files.setPosixFilePermissions(file, permissions(need.newest().permissions()));
    }
  }

  /** The nine bits of a Unix mode, the owner's first, as the enumeration has them. */
  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode >> (all.length - 1 - i) & 1) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}

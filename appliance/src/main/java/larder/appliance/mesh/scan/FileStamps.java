package larder.appliance.mesh.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.index.LocalFile.Stamp;

/** What the disk says of a file without reading it. Links are never followed. */
public final class FileStamps {

  /** Directories have no bytes, and their own times say nothing that is not seen otherwise. */
  public static final Stamp DIRECTORY = new Stamp(0, Instant.EPOCH, "directory");

  private FileStamps() {}

  /** What is at {@code path} now; empty if there is nothing. */
  public static Optional<Stamp> at(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = attributes(path);
      return Optional.of(
          attributes.isDirectory()
              ? DIRECTORY
              : attributes.isSymbolicLink() ? link(path) : of(attributes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static Stamp link(Path path) throws IOException {
    return Stamp.link(Files.readSymbolicLink(path).toString());
  }

  static Stamp of(BasicFileAttributes attributes) {
    return new Stamp(
        attributes.size(), attributes.lastModifiedTime().toInstant(), identity(attributes));
  }

  static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Unix mode bits, where the disk has them. */
  static Optional<Integer> permissions(Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view == null ? Optional.empty() : Optional.of(mode(view.readAttributes().permissions()));
  }

  /** The file's number, without its disk's: that one changes when the disk is plugged in again. */
  private static String identity(BasicFileAttributes attributes) {
    String key = String.valueOf(attributes.fileKey());
    return key.substring(Math.max(0, key.indexOf("ino=")));
  }

  private static int mode(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      mode |=
          switch (permission) {
            case OWNER_READ -> 0400;
            case OWNER_WRITE -> 0200;
            case OWNER_EXECUTE -> 0100;
            case GROUP_READ -> 0040;
            case GROUP_WRITE -> 0020;
            case GROUP_EXECUTE -> 0010;
            case OTHERS_READ -> 0004;
            case OTHERS_WRITE -> 0002;
            case OTHERS_EXECUTE -> 0001;
          };
    }
    return mode;
  }
}

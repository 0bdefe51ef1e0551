package larder.appliance.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a box or share keeps everything; one process at a time. Only its owner may read it. */
public final class HomeDirectory implements AutoCloseable {

  /** What this version of Larder writes; a home of a newer one is left alone. */
  static final int VERSION = 1;

  private static final String VERSION_FILE = "version";
  private static final String LOCK_FILE = "lock";

  /** More than a version or a process id needs. */
  private static final int MAX_NUMBER_BYTES = 32;

  private final Path root;
  private final FileChannel lockFile;

  private HomeDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /** The home of someone who named none: the platform's place for data. */
  public static Path defaultPath(Map<String, String> environment, String osName, Path userHome) {
    Optional<Path> named = directory(environment, "LARDER_HOME");
    if (named.isPresent()) {
      return named.get();
    }
    String os = osName.toLowerCase(Locale.ROOT);
    Path data =
        os.startsWith("windows")
            ? directory(environment, "LOCALAPPDATA")
                .orElse(userHome.resolve("AppData").resolve("Local"))
            : os.startsWith("mac")
                ? userHome.resolve("Library").resolve("Application Support")
                : directory(environment, "XDG_DATA_HOME")
                    .orElse(userHome.resolve(".local").resolve("share"));
    return data.resolve("larder");
  }

  /** Whether a home was ever made at {@code path}. */
  public static boolean exists(Path path) {
    return Files.exists(path.resolve(VERSION_FILE));
  }

  /**
   * Opens a home, makes what is missing, and locks it until {@link #close}.
   *
   * @throws ConfigException if a newer Larder wrote it, another process uses it, or it cannot be
   *     used; nothing was changed then
   */
  public static HomeDirectory open(Path path) throws ConfigException {
    Path root = path.toAbsolutePath().normalize();
    try {
      refuseNewer(root);
      createPrivate(root);
      FileChannel lockFile = lock(root);
      HomeDirectory home = new HomeDirectory(root, lockFile);
      home.layOut();
      return home;
    } catch (IOException e) {
      throw new ConfigException(
          "The home directory "
              + root
              + " cannot be used: "
              + e
              + ". It must be a directory that this user can write; name another one with --home",
          e);
    }
  }

  public Path root() {
    return root;
  }

  public Path configFile() {
    return root.resolve("config.json");
  }

  /** The device's key and certificate. */
  public Path identity() {
    return root.resolve("identity");
  }

  public Path cache() {
    return root.resolve("cache");
  }

  /** The files of sync folders. */
  public Path folders() {
    return root.resolve("folders");
  }

  public Path log() {
    return root.resolve("log");
  }

  /** Lets another process use the home. Idempotent. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private void layOut() throws IOException {
    for (Path directory : new Path[] {identity(), cache(), folders(), log()}) {
      createPrivate(directory);
    }
    if (!hasVersion(root)) {
      writeVersion(root);
    }
  }

  /** Writes which version of Larder the home is for; a power cut leaves no empty file. */
  public static void writeVersion(Path root) throws IOException {
    Path written = Files.writeString(root.resolve(VERSION_FILE + ".tmp"), VERSION + "\n");
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    moveInto(written, root.resolve(VERSION_FILE));
  }

  /** Whether the home says for which version of Larder it is; an empty file says nothing. */
  public static boolean hasVersion(Path root) throws IOException {
    Path file = root.resolve(VERSION_FILE);
    return Files.exists(file) && Files.size(file) > 0;
  }

  /** Whether a box or a share ever kept something in {@code root}. */
  public static boolean isHome(Path root) {
    return Files.exists(root.resolve(VERSION_FILE)) || Files.exists(root.resolve("state.db"));
  }

  /**
   * Keeps others out of a home, without changing anything in it.
   *
   * @throws ConfigException if a newer Larder wrote it or another process uses it
   */
  public static Hold hold(Path root) throws IOException, ConfigException {
    refuseNewer(root);
    Path file = root.resolve(LOCK_FILE);
    if (!Files.exists(file)) {
      return () -> {};
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel).isEmpty()) {
      channel.close();
      throw inUse(root);
    }
    return channel::close;
  }

  /** A home that is kept for one process until this is closed. */
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private static ConfigException inUse(Path root) throws IOException {
    return new ConfigException(
        "The home directory "
            + root
            + " is in use by process "
            + number(root.resolve(LOCK_FILE))
            + ". Stop that one, or use another --home");
  }

  private static void moveInto(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void refuseNewer(Path root) throws IOException, ConfigException {
    if (!hasVersion(root)) {
      return;
    }
    String text = number(root.resolve(VERSION_FILE));
    boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber || text.length() > 9 || Integer.parseInt(text) > VERSION) {
      throw new ConfigException(
          "The home directory "
              + root
              + " has version \""
              + text
              + "\", this Larder knows "
              + VERSION
              + ": a newer Larder wrote it. Update Larder, or use another --home. Nothing was"
              + " changed");
    }
  }

  private static FileChannel lock(Path root) throws IOException, ConfigException {
    Path file = root.resolve(LOCK_FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = tryLock(channel).isPresent();
      if (!locked) {
        throw inUse(root);
      }
      // Always as long, and in place: a full disk must not keep anybody from starting.
      String pid = String.format("%-15d%n", ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // this very process holds it
    }
  }

  private static String number(Path file) throws IOException {
    byte[] start = new byte[MAX_NUMBER_BYTES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int length = Math.max(0, channel.read(ByteBuffer.wrap(start)));
      return new String(start, 0, length, StandardCharsets.US_ASCII).strip();
    }
  }

  private static void createPrivate(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static Optional<Path> directory(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }
}

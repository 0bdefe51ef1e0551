package larder.appliance.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the paired box's address and token are kept: a small file that only its owner can read. */
final class SavedBoxFile {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A URL and a token; anything larger is not this file. */
  private static final int LIMIT_BYTES = 16_384;

  private static final int VERSION = 1;

  private final Path file;

  SavedBoxFile(Path file) {
    this.file = file;
  }

  /** The file in the user's configuration folder, by the XDG base directory specification. */
  static SavedBoxFile of(Map<String, String> environment) {
    String set = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path fallback = Path.of(System.getProperty("user.home"), ".config");
    Path config = set.startsWith("/") ? Path.of(set) : fallback;
    return new SavedBoxFile(config.resolve("larder").resolve("box.json"));
  }

  Optional<SavedBox> load() throws CommandFailedException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LIMIT_BYTES) {
        throw unreadable("it is too large");
      }
      JsonNode saved = JSON.readTree(Files.readAllBytes(file));
      if (saved.path("version").asInt(0) != VERSION) {
        throw unreadable("it was written by another version");
      }
      URI url = BoxUrl.parse(saved.path("url").asString(""));
      return Optional.of(new SavedBox(url, saved.path("token").asString("")));
    } catch (IOException | JacksonException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** Replaces what was saved; the old or the new is there after a crash, never half of one. */
  void save(SavedBox box) throws CommandFailedException {
    byte[] bytes =
        JSON.writeValueAsString(
                Map.of("version", VERSION, "url", box.url().toString(), "token", box.token()))
            .getBytes(StandardCharsets.UTF_8);
    try {
      Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      Path fresh = Files.createTempFile(folder, "box", ".tmp", ownerOnly(folder));
      writeDurably(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder(folder);
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "Paired, but "
              + file
              + " cannot be written: "
              + e.getMessage()
              + ". Make the folder writable and pair again.");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void writeDurably(Path fresh, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private CommandFailedException unreadable(String why) {
    return CommandFailedException.failed(
        file
            + " cannot be used: "
            + why
            + ". Delete it and pair again: larder pair URL --code 123456");
  }
}

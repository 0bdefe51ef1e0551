package larder.appliance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.security.Scope;
import larder.appliance.security.Tokens;

/** The file through which the attached screen and automation get their token. */
final class KioskToken {

  private final Optional<Path> file;

  KioskToken(Optional<Path> file) {
    this.file = file;
  }

  /** Writes a token that ends with this run, readable by the owner only; the file appears whole. */
  void write(Tokens tokens, Set<Scope> scopes) throws CommandFailedException {
    if (file.isEmpty()) {
      return;
    }
    Path target = file.get().toAbsolutePath();
    Path written = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      Files.deleteIfExists(written);
      Files.createFile(
          written,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      fill(written, tokens.issueForThisRun("This box's screen", scopes).secret() + "\n");
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "The kiosk token cannot be written to "
              + target
              + ": "
              + e
              + ". Name a file in a directory that this user can write with --kiosk-token-file.");
    }
  }

  private static void fill(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}

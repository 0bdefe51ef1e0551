package larder.appliance.mesh.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/**
 * The identity on disk: one PEM file with key and certificate, so that no crash leaves one without
 * the other.
 */
final class IdentityFile {

  /** Key and certificate have about 1 KiB. */
  private static final int MAX_BYTES = 64 << 10;

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final Path directory;

  IdentityFile(Path directory) {
    this.directory = directory;
  }

  Path path() {
    return directory.resolve("device.pem");
  }

  DeviceIdentity read() throws IOException {
    try {
      if (Files.size(path()) > MAX_BYTES) {
        throw new IllegalArgumentException("larger than " + MAX_BYTES + " bytes");
      }
      String pem = Files.readString(path(), StandardCharsets.US_ASCII);
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(part(pem, "PRIVATE KEY")));
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(part(pem, "CERTIFICATE")));
      requirePair(key, certificate);
      return new DeviceIdentity(key, certificate);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IdentityException(
          "the device's identity "
              + path()
              + " cannot be read: "
              + e.getMessage()
              + ". It is not replaced, because the other devices know this one by it. Restore the"
              + " file from a backup, or remove it to start as a new device.",
          e);
    }
  }

  void write(DeviceIdentity identity) throws IOException {
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      Path temporary = directory.resolve("device.pem.new");
      Files.deleteIfExists(temporary);
      writeSynced(temporary, pem(identity));
      Files.move(temporary, path(), StandardCopyOption.ATOMIC_MOVE);
      sync(directory);
      sync(directory.toAbsolutePath().resolve("..").normalize());
    } catch (IOException | GeneralSecurityException e) {
      throw new IdentityException("the device's identity " + path() + " cannot be written", e);
    }
  }

  private static void writeSynced(Path file, String text) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String pem(DeviceIdentity identity) throws GeneralSecurityException {
    return block("PRIVATE KEY", identity.key().getEncoded())
        + block("CERTIFICATE", identity.certificate().getEncoded());
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(der), label);
  }

  private static byte[] part(String pem, String label) {
    String begin = "-----BEGIN " + label + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("it has no " + label);
    }
    return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
  }

  private static void requirePair(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] probe = "larder".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(probe);
    if (!signature.verify(signed)) {
      throw new IllegalArgumentException("key and certificate do not belong together");
    }
  }
}

package larder.appliance.mesh.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import larder.appliance.mesh.wire.DeviceId;

/**
 * This device's key, certificate, and the id that follows from them. Lives as long as the device:
 * once there it is never made anew, since every other device knows it by its id.
 */
public final class DeviceIdentity {

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final DeviceId id;

  DeviceIdentity(PrivateKey key, X509Certificate certificate) throws IOException {
    this.key = key;
    this.certificate = certificate;
    this.id = idOf(certificate);
  }

  /**
   * Reads the identity from {@code directory}, or makes one if there is none: on disk and synced
   * before this returns, readable by this user alone.
   *
   * @throws IdentityException if there is one that cannot be read; it is left as it is
   */
  public static DeviceIdentity loadOrCreate(Path directory) throws IOException {
    IdentityFile file = new IdentityFile(directory);
    if (Files.exists(file.path())) {
      return file.read();
    }
    DeviceIdentity made = create();
    file.write(made);
    return made;
  }

  /** Whether {@code directory} has an identity, readable or not. */
  public static boolean exists(Path directory) {
    return Files.exists(new IdentityFile(directory).path());
  }

  /** A new identity that is nowhere on disk. */
  public static DeviceIdentity create() throws IOException {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair keys = generator.generateKeyPair();
      return new DeviceIdentity(keys.getPrivate(), SelfSigned.certificate(keys, random));
    } catch (GeneralSecurityException e) {
      throw new IdentityException("this Java cannot make a device key", e);
    }
  }

  /** The id of the device that shows {@code certificate}. */
  public static DeviceId idOf(X509Certificate certificate) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return DeviceId.of(digest.digest(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IdentityException("certificate cannot be encoded", e);
    } catch (GeneralSecurityException e) {
      throw new IdentityException("this Java has no SHA-256", e);
    }
  }

  public DeviceId id() {
    return id;
  }

  public PrivateKey key() {
    return key;
  }

  public X509Certificate certificate() {
    return certificate;
  }
}

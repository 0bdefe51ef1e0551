package larder.appliance.mesh.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdentityTest {

  @TempDir private Path home;

  @Test
  void identity_madeOnce_isTheSameForEver() throws Exception {
    Path directory = home.resolve("identity");
    DeviceIdentity made = DeviceIdentity.loadOrCreate(directory);
    DeviceIdentity loaded = DeviceIdentity.loadOrCreate(directory);
    assertThat(loaded.id()).isEqualTo(made.id());
    assertThat(loaded.certificate()).isEqualTo(made.certificate());
    assertThat(loaded.key()).isEqualTo(made.key());
    assertThat(DeviceIdentity.create().id()).isNotEqualTo(made.id());
  }

  @Test
  void identity_onDisk_isForItsOwnerAlone() throws Exception {
    Path directory = home.resolve("a/identity");
    DeviceIdentity.loadOrCreate(directory);
    assertThat(permissions(directory)).isEqualTo("rwx------");
    assertThat(permissions(directory.resolve("device.pem"))).isEqualTo("rw-------");
    assertThat(directory.toFile().list()).containsExactly("device.pem");
  }

  @Test
  void certificate_isWhatPeersLookFor() throws Exception {
    X509Certificate certificate = DeviceIdentity.create().certificate();
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity(Date.from(Instant.EPOCH.plusSeconds(1_000_000_000)));
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=syncthing");
    assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "syncthing"));
    assertThat(certificate.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getVersion()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n"})
  void identity_unreadable_isAnErrorAndLeftAlone(String content) throws Exception {
    Path file = Files.createDirectories(home.resolve("identity")).resolve("device.pem");
    Files.writeString(file, content);
    assertThatThrownBy(() -> DeviceIdentity.loadOrCreate(file.resolveSibling("")))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("device.pem")
        .hasMessageContaining("not replaced");
    assertThat(file).hasContent(content);
  }

  @Test
  void identity_cutShort_isAnError() throws Exception {
    Path file = home.resolve("device.pem");
    DeviceIdentity.loadOrCreate(home);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 30; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> DeviceIdentity.loadOrCreate(home))
          .isInstanceOf(IdentityException.class);
    }
  }

  @Test
  void identity_ofMixedHalves_isAnError() throws Exception {
    DeviceIdentity.loadOrCreate(home.resolve("a"));
    DeviceIdentity.loadOrCreate(home.resolve("b"));
    String a = Files.readString(home.resolve("a/device.pem"));
    String b = Files.readString(home.resolve("b/device.pem"));
    int certificate = a.indexOf("-----BEGIN CERT");
    Files.writeString(
        home.resolve("a/device.pem"),
        a.substring(0, certificate) + b.substring(b.indexOf("-----BEGIN CERT")));
    assertThatThrownBy(() -> DeviceIdentity.loadOrCreate(home.resolve("a")))
        .hasMessageContaining("do not belong together");
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

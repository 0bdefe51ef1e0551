package larder.media.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import larder.media.Manifest;
import larder.media.SystemTimers;
import larder.media.fake.Await;
import larder.media.source.BlockSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx with TLS: whom bytes are taken from, and what is said about the others. */
@Tag("real")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SecureServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "changeit";
  private static final String HOST = "films.example";
  private static final int FILE_BYTES = (2 << 20) + 17;

  @TempDir Path home;

  private final SystemTimers timers = new SystemTimers();
  private final List<Process> servers = new ArrayList<>();
  private final byte[] film = new byte[FILE_BYTES];

  @BeforeEach
  void makeFilm() throws IOException {
    new Random(5).nextBytes(film);
    Files.write(home.resolve("film.mkv"), film);
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process server : servers) {
      server.destroy();
      server.waitFor();
    }
    timers.close();
  }

  private static String keytool() {
    return Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
  }

  private void run(String... command) throws IOException, InterruptedException {
    Path log = home.resolve("tool.log");
    Process tool =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(tool.waitFor()).as(() -> log + " of " + command[0]).isZero();
  }

  /** An authority and its certificate for {@code host} in {@code name.p12}, as PEM for nginx. */
  private void certificate(String name, String host, String start) throws Exception {
    generate(name, "ca", "CN=Authority " + name, "-ext", "bc:c", "-startdate", "-60d");
    generate(
        name, name, "CN=" + host, "-signer", "ca", "-ext", "san=dns:" + host, "-startdate", start);
    KeyStore made = stored(name);
    StringBuilder pem = new StringBuilder();
    append(pem, "PRIVATE KEY", made.getKey(name, PASSWORD.toCharArray()).getEncoded());
    append(pem, "CERTIFICATE", made.getCertificate(name).getEncoded());
    Files.writeString(home.resolve(name + ".pem"), pem);
  }

  private void generate(String store, String alias, String subject, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(keytool(), "-genkeypair", "-keystore", store + ".p12", "-storepass", PASSWORD));
    command.addAll(List.of("-alias", alias, "-keyalg", "EC", "-dname", subject));
    command.addAll(List.of("-validity", alias.equals("ca") ? "365" : "10"));
    command.addAll(List.of(more));
    run(command.toArray(String[]::new));
  }

  private KeyStore stored(String name) throws Exception {
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(home.resolve(name + ".p12"))) {
      made.load(in, PASSWORD.toCharArray());
    }
    return made;
  }

  private static void append(StringBuilder pem, String what, byte[] encoded) {
    pem.append("-----BEGIN ").append(what).append("-----\n");
    pem.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded));
    pem.append("\n-----END ").append(what).append("-----\n");
  }

  /** Serves the film with the certificate. @return the port */
  private int serve(String name) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path work = Files.createDirectories(home.resolve("nginx-" + name));
    Path configuration =
        Files.writeString(
            work.resolve("nginx.conf"),
            """
            daemon off; master_process off; pid %1$s/nginx.pid; error_log %1$s/error.log;
            events { worker_connections 64; }
            http {
              access_log off;
              client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
              uwsgi_temp_path %1$s; scgi_temp_path %1$s;
              server {
                listen 127.0.0.1:%2$d ssl; root %3$s;
                ssl_certificate %3$s/%4$s.pem; ssl_certificate_key %3$s/%4$s.pem;
              }
            }
            """
                .formatted(work, port, home, name));
    servers.add(
        new ProcessBuilder("nginx", "-p", work.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("nginx.log").toFile())
            .start());
    Await.until("nginx listens", () -> listens(port));
    return port;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Trusts the authorities of the named certificates, and nobody else. */
  private SSLSocketFactory trusting(String... names) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (String name : names) {
      trusted.setCertificateEntry(name, stored(name).getCertificate("ca"));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private WebAccess access(SSLSocketFactory tls) {
    NameLookup loopback = host -> List.of(InetAddress.getLoopbackAddress());
    return new WebAccess(AddressRule.PRIVATE_TOO, loopback, tls, timers, "larder-test");
  }

  private static WebUrl url(int port) {
    return WebUrl.parse("https://" + HOST + ":" + port + "/film.mkv");
  }

  private ProbeOutcome probe(SSLSocketFactory tls, int port) throws InterruptedException {
    return new WebProbe(access(tls)).probe(url(port), PATIENCE);
  }

  @Test
  void certificate_trustedAndOfTheHost_givesItsBytes() throws Exception {
    certificate("good", HOST, "-1d");
    int port = serve("good");
    SSLSocketFactory tls = trusting("good");
    WebResource resource = ((ProbeOutcome.Found) probe(tls, port)).resource();
    Manifest manifest =
        new WebFile(url(port), FILE_BYTES, 1 << 20, resource.validator(), Optional.empty())
            .manifest();
    WebCopy copy = new WebCopy(url(port), resource.validator(), resource.ranges());
    try (WebMirror mirror = new WebMirror(access(tls), manifest, copy, new Quiet())) {
      BlockSource source = mirror.sources().getFirst();
      for (int index = 0; index < manifest.chunkCount(); index++) {
        int from = (int) manifest.rangeOf(index).offsetBytes();
        assertThat(source.read(index, PATIENCE).bytes())
            .isEqualTo(Arrays.copyOfRange(film, from, from + manifest.lengthOf(index)));
      }
    }
  }

  @Test
  void certificate_ofAStranger_isRefusedInWords() throws Exception {
    certificate("own", HOST, "-1d");
    certificate("other", HOST, "-1d");
    assertThat(probe(trusting("other"), serve("own")))
        .isEqualTo(
            new ProbeOutcome.Refused(
                "The server films.example shows a certificate that nobody vouches for whom this"
                    + " box trusts"));
  }

  @Test
  void certificate_ofAnotherHost_isRefusedInWords() throws Exception {
    certificate("wrong", "other.example", "-1d");
    assertThat(probe(trusting("wrong"), serve("wrong")))
        .isEqualTo(
            new ProbeOutcome.Refused(
                "The server films.example shows a certificate of another server"));
  }

  @Test
  void certificate_outOfDate_givesNothingAndIsAskedAgain() throws Exception {
    certificate("old", HOST, "-30d");
    certificate("young", HOST, "+5d");
    ProbeOutcome later =
        new ProbeOutcome.Later(
            "The server films.example shows a certificate whose dates do not include today",
            Optional.empty());
    SSLSocketFactory tls = trusting("old", "young");
    assertThat(probe(tls, serve("old"))).isEqualTo(later);
    assertThat(probe(tls, serve("young"))).isEqualTo(later);
  }

  /** Wants nothing. */
  private static final class Quiet implements MirrorEvents {
    @Override
    public boolean isHeld(int index) {
      return false;
    }

    @Override
    public void recovered() {}

    @Override
    public void changed(String sentence) {
      throw new IllegalStateException(sentence);
    }
  }
}

package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.mesh.wire.HelloCodec;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes in from a network where not everyone is kind. Afterwards, friends still get in. */
@Timeout(30)
class HostilePeerTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private MeshSide box;

  @BeforeEach
  void open() throws IOException {
    box = new MeshSide(DeviceIdentity.create(), MeshSide.timing(LONG, LONG));
  }

  @AfterEach
  void friendsStillGetIn() throws Exception {
    try (MeshSide ours = box;
        MeshSide friend = new MeshSide(DeviceIdentity.create(), MeshSide.timing(LONG, LONG))) {
      box.opened.clear();
      box.known.add(friend.id());
      friend.known.add(ours.id());
      friend.service.keepInTouch(box.id(), List.of(box.address()));
      friend.awaitLink();
      assertThat(box.awaitLink().device()).isEqualTo(friend.id());
    }
  }

  @Test
  void plainHttp_isHungUpOn() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      awaitEnd(socket);
    }
    assertThat(box.opened).isEmpty();
  }

  @Test
  void slowHandshake_isHungUpOnInTime() throws Exception {
    try (Socket socket = connect()) {
      long began = System.nanoTime();
      OutputStream out = socket.getOutputStream();
      CountDownLatch over = new CountDownLatch(1);
      Thread trickle = Thread.ofVirtual().start(() -> trickle(out, over));
      awaitEnd(socket);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
      over.countDown();
      trickle.join();
    }
  }

  @Test
  void thousandConnects_costNothing() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    long before = usedBytes();
    for (int i = 0; i < 1_000; i++) {
      sockets.add(connect());
    }
    assertThat(usedBytes() - before).isLessThan(32L << 20);
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void tlsWithoutCertificate_isHungUpOn() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    try (Socket raw = connect();
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(raw, "x.invalid", 1, true)) {
      try {
        socket.getOutputStream().write(hello());
        awaitEnd(socket);
      } catch (SocketException e) {
        assertThat(e).as("hung up on before we said a word").isNotNull();
      }
    }
    assertThat(box.opened).isEmpty();
    assertThat(box.knocked).isEmpty();
  }

  @Test
  void strangersByTheDozen_areDroppedOneByOne() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Socket raw = connect()) {
        SSLSocket socket = DeviceTls.of(DeviceIdentity.create()).client(raw, "bep/1.0");
        socket.getOutputStream().write(hello());
        awaitEnd(socket);
      }
    }
    assertThat(box.knocked).hasSize(20);
    assertThat(box.opened).isEmpty();
  }

  @Test
  void stranger_thatWaits_isToldNothingButAHelloWithoutAName() throws Exception {
    try (Socket raw = connect()) {
      SSLSocket socket = DeviceTls.of(DeviceIdentity.create()).client(raw, "bep/1.0");
      socket.getOutputStream().write(hello());

      Hello theirs = HelloCodec.read(socket.getInputStream());

      assertThat(theirs.deviceName()).isEmpty();
      assertThat(bytesAfter(socket)).as("no ClusterConfig, no folder, no index").isZero();
    }
    assertThat(box.knocked).hasSize(1);
    assertThat(box.opened).isEmpty();
  }

  /** How many bytes come before the other side hangs up. */
  private static int bytesAfter(SSLSocket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length;
    } catch (SocketException e) {
      return 0; // hung up without the last word of TLS
    }
  }

  @ParameterizedTest
  @CsvSource({
    "header of 65535 bytes, ffff",
    "length -1, 0000ffffffff",
    "length 2^31-1, 00007fffffff",
    "bomb, 0002 1001 00000005 1dcd6500 00",
    "lying bomb, 0002 1001 00000005 03ffffff 00",
    "Index before the ClusterConfig, 0002 0801 00000000",
    "varint of 11 bytes, 0000 0000000c 10 ffffffffffffffffffff01",
  })
  void admittedDevice_thatBreaksTheProtocol_isClosedWithAReason(String what, String hex)
      throws Exception {
    DeviceIdentity identity = DeviceIdentity.create();
    box.known.add(identity.id());
    try (Socket raw = connect()) {
      SSLSocket socket = DeviceTls.of(identity).client(raw, "bep/1.0");
      socket.getOutputStream().write(hello());
      box.awaitLink();
      socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
      assertThat(box.awaitClosed()).as(what).startsWith("protocol error: ");
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .as("last words")
          .contains("protocol error: ");
    }
    assertThat(box.messages).isEmpty();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), box.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static byte[] hello() {
    return HelloCodec.encode(new Hello("\u202eevil\u0007", "x", "1"));
  }

  /** Reads until the other side hangs up, however it does it. */
  private static void awaitEnd(Socket socket) throws InterruptedException {
    SyncthingPeer.await("hang-up", Duration.ofSeconds(10), () -> ended(socket));
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read(new byte[1024]) < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** The start of a TLS record that never ends, a byte at a time. */
  private static void trickle(OutputStream out, CountDownLatch over) {
    try {
      out.write(new byte[] {0x16, 3, 1, 0x10, 0, 1, 0, 0x0f, 0});
      while (!over.await(50, TimeUnit.MILLISECONDS)) {
        out.write(0);
      }
    } catch (IOException | InterruptedException e) {
      assertThat(e).as("the box hung up, or the test is over").isNotNull();
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Minds no certificate. */
  private static final class Trusting implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

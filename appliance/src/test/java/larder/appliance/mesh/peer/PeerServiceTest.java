package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Message;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two of our own services on loopback. */
@Timeout(30)
class PeerServiceTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void twoSides_thatDialEachOther_keepOneLink() throws Exception {
    try (MeshSide a = quick();
        MeshSide b = quick()) {
      introduce(a, b);
      a.service.keepInTouch(b.id(), List.of(b.address()));
      b.service.keepInTouch(a.id(), List.of(a.address()));
      a.files.put("f", new byte[1000]);
      SyncthingPeer.await(
          "one working link",
          SOON,
          () -> b.service.link(a.id()).map(PeerServiceTest::serves).orElse(false));
      PeerLink link = b.service.link(a.id()).orElseThrow();
      SyncthingPeer.await("other end", SOON, () -> a.service.link(b.id()).isPresent());
      for (int i = 0; i < 50; i++) {
        assertThat(serves(link)).isTrue();
      }
      assertThat(b.service.link(a.id())).containsSame(link);
      assertThat(a.service.state(b.id()).orElseThrow().lastError()).isEmpty();
    }
  }

  @Test
  void stranger_isDroppedAndHeardOf() throws Exception {
    try (MeshSide a = quick();
        MeshSide b = quick()) {
      a.known.add(b.id());
      a.service.keepInTouch(b.id(), List.of(b.address()));
      SyncthingPeer.await("knock", SOON, () -> b.knocked.contains(a.id()));
      SyncthingPeer.await("refusal", SOON, () -> a.service.states().getFirst().refused());
      assertThat(b.opened).isEmpty();
      assertThat(a.service.states().getFirst().lastError().orElseThrow())
          .contains("add this device there");
    }
  }

  @Test
  void address_ofAnotherDevice_isNotTalkedTo() throws Exception {
    try (MeshSide a = quick();
        MeshSide b = quick()) {
      introduce(a, b);
      DeviceIdentity expected = DeviceIdentity.create();
      a.service.keepInTouch(expected.id(), List.of(b.address()));
      SyncthingPeer.await(
          "error",
          SOON,
          () -> a.service.states().getFirst().lastError().orElse("").contains("another device"));
      assertThat(b.opened).isEmpty();
    }
  }

  @Test
  void closing_saysWhyToTheOtherSide() throws Exception {
    try (MeshSide a = quick();
        MeshSide b = quick()) {
      PeerLink link = linked(a, b);
      link.close("good night");
      assertThat(b.awaitClosed()).endsWith("good night");
      assertThat(a.awaitClosed()).isNotBlank();
      assertThatThrownBy(() -> link.send(new Message.Ping())).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void requests_whenTheReaderDies_allFail() throws Exception {
    try (MeshSide a = quick();
        MeshSide b = new StuckSide()) {
      PeerLink link = linked(a, b);
      List<CompletableFuture<Bytes>> answers =
          IntStream.range(0, 20).mapToObj(i -> asked(link)).toList();
      MeshSide.take(b.requests);
      b.service.link(a.id()).orElseThrow().close("enough");
      for (CompletableFuture<Bytes> answer : answers) {
        assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
            .hasRootCauseInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void request_withoutAnAnswer_timesOut() throws Exception {
    try (MeshSide a = quick();
        MeshSide b = new StuckSide()) {
      PeerLink link = linked(a, b);
      assertThatThrownBy(() -> link.request(block(), Duration.ofMillis(50)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void requests_byTheThousands_areServedAFewAtOnce() throws Exception {
    try (MeshSide a = quick();
        StuckSide b = new StuckSide()) {
      PeerLink link = linked(a, b);
      CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> flood(link));
      SyncthingPeer.await("load", SOON, () -> b.inside.get() == 32);
      assertThatThrownBy(() -> flood.get(500, TimeUnit.MILLISECONDS))
          .as("the sender is held back")
          .isInstanceOf(TimeoutException.class);
      assertThat(b.most.get()).isEqualTo(32);
      link.close("done");
      assertThatThrownBy(flood::join).isInstanceOf(CompletionException.class);
    }
  }

  @Test
  void silence_ofTheOtherSide_endsTheLink() throws Exception {
    PeerTiming impatient = MeshSide.timing(LONG, Duration.ofMillis(200));
    try (MeshSide a = new MeshSide(DeviceIdentity.create(), impatient);
        MeshSide b = quick()) {
      linked(a, b);
      assertThat(a.awaitClosed()).startsWith("nothing heard for");
    }
  }

  @Test
  void pings_keepAQuietLinkAlive() throws Exception {
    PeerTiming lively = MeshSide.timing(Duration.ofMillis(50), Duration.ofMillis(600));
    try (MeshSide a = new MeshSide(DeviceIdentity.create(), lively);
        MeshSide b = new MeshSide(DeviceIdentity.create(), lively)) {
      linked(a, b);
      assertThat(a.closed.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void secondConnection_ofTheSameDevice_replacesTheFirst() throws Exception {
    DeviceIdentity identity = DeviceIdentity.create();
    try (MeshSide a = new MeshSide(identity, MeshSide.timing(LONG, LONG));
        MeshSide b = quick()) {
      linked(a, b);
      try (MeshSide twin = new MeshSide(identity, MeshSide.timing(LONG, LONG))) {
        linked(twin, b);
        assertThat(b.awaitClosed()).isEqualTo("replaced by a newer connection");
        SyncthingPeer.await("link", SOON, () -> b.service.link(identity.id()).isPresent());
      }
    }
  }

  @Test
  void twoDevices_withOneId_areToldOfAndDoNotTakeTurnsForEver() throws Exception {
    DeviceIdentity identity = DeviceIdentity.create();
    try (MeshSide one = new MeshSide(identity, MeshSide.timing(LONG, LONG));
        MeshSide other = new MeshSide(identity, MeshSide.timing(LONG, LONG));
        MeshSide b = quick()) {
      introduce(one, b);
      other.known.add(b.id());
      b.service.keepInTouch(identity.id(), List.of());
      one.service.keepInTouch(b.id(), List.of(b.address()));
      other.service.keepInTouch(b.id(), List.of(b.address()));
      SyncthingPeer.await("warning", SOON, () -> warning(b, identity.id()).contains("two devices"));
      SyncthingPeer.await("rest", SOON, () -> b.service.link(identity.id()).isPresent());
      PeerLink winner = b.service.link(identity.id()).orElseThrow();
      b.closed.clear();
      int before = b.opened.size();
      assertThat(b.closed.poll(3, TimeUnit.SECONDS)).as("nobody is replaced any more").isNull();
      assertThat(b.service.link(identity.id())).contains(winner);
      assertThat(b.opened).as("links that began while it rests").hasSizeLessThanOrEqualTo(before);
    }
  }

  private static String warning(MeshSide side, DeviceId device) {
    return side.service.state(device).flatMap(PeerState::warning).orElse("");
  }

  @Test
  void device_thatDiscoveryFinds_isDialledAtOnce() throws Exception {
    HeardOf book = new HeardOf();
    PeerTiming timing = MeshSide.timing(LONG, LONG);
    try (MeshSide a = new MeshSide(DeviceIdentity.create(), timing, book);
        MeshSide b = quick()) {
      introduce(a, b);
      a.service.keepInTouch(b.id(), List.of(PeerAddress.parse("dynamic")));
      SyncthingPeer.await(
          "nothing to dial",
          SOON,
          () -> a.service.states().getFirst().lastError().orElse("").contains("nobody knows"));
      book.place = List.of(b.service.address());
      book.listener.accept(b.id());
      assertThat(a.awaitLink().device()).isEqualTo(b.id());
    }
  }

  /** An address book that is told. */
  private static final class HeardOf implements AddressBook {

    private volatile List<InetSocketAddress> place = List.of();
    private volatile Consumer<DeviceId> listener = device -> {};

    @Override
    public List<InetSocketAddress> addressesOf(DeviceId device) {
      return place;
    }

    @Override
    public AutoCloseable onChange(Consumer<DeviceId> told) {
      listener = told;
      return () -> {};
    }
  }

  @Test
  void forgotten_device_isHungUpOn() throws Exception {
    try (MeshSide a = quick();
        MeshSide b = quick()) {
      linked(a, b);
      a.service.forget(b.id(), "the owner removed you");
      assertThat(b.awaitClosed()).endsWith("the owner removed you");
      assertThat(a.service.states()).isEmpty();
    }
  }

  @Test
  void port_inUse_isSaidClearly() throws Exception {
    try (MeshSide a = quick()) {
      InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), a.port());
      assertThatThrownBy(() -> Listener.bind(taken))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(String.valueOf(a.port()))
          .hasMessageContaining("--mesh");
    }
  }

  /** A side whose requests never end. */
  private static final class StuckSide extends MeshSide {

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);

    StuckSide() throws IOException {
      super(DeviceIdentity.create(), MeshSide.timing(LONG, LONG));
    }

    @Override
    public Message.Response onRequest(PeerLink link, Message.Request request) {
      requests.add(request);
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      try {
        never.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.onRequest(link, request);
    }

    @Override
    public void close() {
      never.countDown();
      super.close();
    }
  }

  private static MeshSide quick() throws IOException {
    return new MeshSide(DeviceIdentity.create(), MeshSide.timing(LONG, LONG));
  }

  private static void introduce(MeshSide a, MeshSide b) {
    a.known.add(b.id());
    b.known.add(a.id());
  }

  /** Lets {@code a} dial {@code b}. @return {@code a}'s end */
  private static PeerLink linked(MeshSide a, MeshSide b) throws InterruptedException {
    introduce(a, b);
    a.service.keepInTouch(b.id(), List.of(b.address()));
    PeerLink link = a.awaitLink();
    b.awaitLink();
    a.await(Message.ClusterConfig.class);
    b.await(Message.ClusterConfig.class);
    return link;
  }

  private static BlockRequest block() {
    return new BlockRequest("f", "f", 0, 1000, Bytes.wrap(new byte[32]), 0);
  }

  private static boolean serves(PeerLink link) {
    try {
      return link.request(block(), Duration.ofSeconds(2)).length() == 1000;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static CompletableFuture<Bytes> asked(PeerLink link) {
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(link.request(block(), LONG));
              } catch (IOException | InterruptedException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  private static void flood(PeerLink link) {
    try {
      for (int i = 1; i < 200_000; i++) {
        link.send(new Message.Request(i, "f", "f", 0, 1000, Bytes.wrap(new byte[32]), 0));
      }
    } catch (IOException | InterruptedException e) {
      throw new CompletionException(e);
    }
  }
}

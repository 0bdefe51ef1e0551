package larder.appliance.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import larder.appliance.web.RawHttp;
import larder.appliance.web.StreamBox;
import larder.appliance.web.WebFixture;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take nothing cost next to nothing, however many they are. */
final class SlowReadersTest {

  private static final int CLIENTS = 300;
  private static final int CHUNKS = 80;
  private static final Duration LONG = Duration.ofSeconds(60);

  /** A stack, a request and Jetty's connection; a buffer of any use would be several times that. */
  private static final long MOST_HEAP_EACH = 64 << 10;

  private static final long MOST_DIRECT_EACH = 12 << 10;

  @TempDir Path home;

  private final TestContent content = TestContent.ofChunks(31, CHUNKS);

  @Test
  void clients_threeHundredThatTakeNothing_holdNoBuffers() throws IOException {
    List<RawHttp> clients = new ArrayList<>();
    try (StreamBox box = new StreamBox(home, content.manifest())) {
      for (int i = 0; i < CHUNKS; i++) {
        box.put(content.chunk(i));
      }
      open(box, clients); // so that classes, pools and code are there before the measure
      long heap = heapBytes();
      long direct = directBytes();

      for (int i = 1; i < CLIENTS; i++) {
        open(box, clients);
      }

      assertThat(box.streams().count()).isEqualTo(CLIENTS);
      long heapEach = (heapBytes() - heap) / CLIENTS;
      long directEach = (directBytes() - direct) / CLIENTS;
      System.out.printf(
          "FIGURE memory of a stream whose client takes nothing: heap %d B, direct %d B%n",
          heapEach, directEach);
      assertThat(heapEach).isLessThan(MOST_HEAP_EACH);
      assertThat(directEach).isLessThan(MOST_DIRECT_EACH);
      for (RawHttp client : clients) {
        client.close();
      }
      WebFixture.await("all are released", LONG, () -> box.streams().count() == 0);
    }
  }

  private static void open(StreamBox box, List<RawHttp> clients) throws IOException {
    RawHttp client = new RawHttp(box.port(), 4_096);
    clients.add(client);
    client.send("GET " + StreamBox.PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(client.head().status()).isEqualTo(200);
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}

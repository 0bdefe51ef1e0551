package larder.media.stream;

import static org.assertj.core.api.Assertions.assertThat;

import larder.media.fake.TestContent;
import org.junit.jupiter.api.Test;

final class HeldLimitTest {

  private final TestContent content = TestContent.ofChunks(8, 12);
  private final int chunkBytes = content.manifest().chunkBytes();
  private final HeldLimit limit = new HeldLimit(3L * chunkBytes);
  private final HeldChunks anna = new HeldChunks(limit);
  private final HeldChunks ben = new HeldChunks(limit);

  @Test
  void readers_together_holdNoMoreThanTheLimitAndTheOldestGoesFirst() {
    anna.hold(content.chunk(0));
    ben.hold(content.chunk(0));
    anna.hold(content.chunk(1));
    ben.hold(content.chunk(1));

    assertThat(limit.heldBytes()).isEqualTo(3L * chunkBytes);
    assertThat(anna.find(0)).isEmpty();
    assertThat(ben.find(0)).isPresent();
    assertThat(anna.find(1)).isPresent();
    assertThat(ben.find(1)).isPresent();
  }

  @Test
  void chunk_heldTwice_countsOnce() {
    anna.hold(content.chunk(0));
    anna.hold(content.chunk(0));
    assertThat(limit.heldBytes()).isEqualTo(chunkBytes);
  }

  @Test
  void reader_thatLetsGo_makesRoom() {
    for (int i = 0; i < 3; i++) {
      anna.hold(content.chunk(i));
    }
    anna.drop(0);
    anna.retain(2, 2);
    assertThat(limit.heldBytes()).isEqualTo(chunkBytes);
    anna.retain(0, -1);
    assertThat(limit.heldBytes()).isZero();
  }

  @Test
  void chunk_largerThanTheLimit_isHeldAlone() {
    HeldLimit none = new HeldLimit(1);
    HeldChunks reader = new HeldChunks(none);
    reader.hold(content.chunk(0));
    reader.hold(content.chunk(1));
    assertThat(reader.find(0)).isEmpty();
    assertThat(reader.find(1)).isPresent();
  }
}

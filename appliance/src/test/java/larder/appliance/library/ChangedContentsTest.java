package larder.appliance.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;
import org.junit.jupiter.api.Test;

class ChangedContentsTest {

  private static final ContentId FILM = content("film");
  private static final ContentId OTHER = content("other");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // overflows in the tests
  private final ChangedContents changed = new ChangedContents(nanos::get);

  @Test
  void content_thatChanges_isDueAtOnceAndOnce() {
    changed.add(FILM);
    changed.add(FILM);
    assertThat(changed.poll()).contains(FILM);
    assertThat(changed.poll()).isEmpty();
  }

  @Test
  void content_thatChangesAllTheTime_isDueOnceASecond() {
    int due = 0;
    for (int change = 0; change < 1_000; change++) { // ten seconds
      changed.add(FILM);
      due += changed.poll().isPresent() ? 1 : 0;
      nanos.addAndGet(Duration.ofMillis(10).toNanos());
    }
    assertThat(due).isEqualTo(10);
  }

  @Test
  void content_changedWhileItRests_isDueAfterwards() {
    changed.add(FILM);
    changed.poll();
    changed.add(FILM);
    assertThat(changed.poll()).isEmpty();
    nanos.addAndGet(ChangedContents.REST.toNanos());
    assertThat(changed.poll()).as("the last change is told").contains(FILM);
  }

  @Test
  void content_thatRests_holdsNoOtherBack() {
    changed.add(FILM);
    changed.poll();
    changed.add(FILM);
    changed.add(OTHER);
    assertThat(changed.poll()).contains(OTHER);
  }

  private static ContentId content(String name) {
    byte[] hash = BlockHash.compute(name.getBytes(StandardCharsets.UTF_8)).toBytes();
    return new Manifest(1, Manifest.MIN_CHUNK_BYTES, hash).contentId();
  }
}

package larder.appliance.library;

import static larder.appliance.testing.Household.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.testing.Household;
import larder.media.ContentId;
import larder.media.TitleId;
import larder.media.cache.MemoryChunkStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFollowerTest {

  @TempDir Path home;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();
  private final MemoryChunkStore store = new MemoryChunkStore(1_000_000);
  private final Supervisor supervisor =
      new Supervisor("test", Ticker.system(), (task, failure) -> failures.incrementAndGet());
  private Household box;

  @BeforeEach
  void open() {
    box = new Household(home).start();
  }

  @AfterEach
  void close() {
    supervisor.close();
    box.close();
    assertThat(failures).hasValue(0);
  }

  @Test
  void chunks_changedOften_areToldOnceASecondWithTheTitle() {
    TitleId film = box.file("film.mkv", 200_000);
    TitleId last = box.file("last.mkv", 200_000);
    ContentId content = content(film);
    follow();
    await(() -> changes(content) && told.contains(film.value()));

    for (int change = 0; change < 100; change++) {
      changes(content);
    }
    await(() -> changes(content(last)) && told.contains(last.value())); // it came by all of them
    assertThat(told).containsExactly(film.value(), last.value());

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    await(() -> changes(content) && toldOf(film) == 2);
    assertThat(toldOf(last)).isLessThanOrEqualTo(2);
  }

  @Test
  void chunks_ofNoTitle_areToldToNobody() {
    TitleId film = box.file("film.mkv", 200_000);
    ContentId unknown = content(film);
    box.file("film.mkv", 300_000);
    await(() -> !content(film).equals(unknown));
    TitleId last = box.file("last.mkv", 200_000);
    follow();
    await(() -> changes(unknown) && changes(content(last)) && told.contains(last.value()));
    assertThat(told).containsExactly(last.value());
  }

  private long toldOf(TitleId title) {
    return told.stream().filter(title.value()::equals).count();
  }

  private void follow() {
    new CacheFollower(
            box.database, box.library, store, (topic, title) -> told.add(title), nanos::get)
        .start(supervisor);
  }

  /** Says that chunks of a content came or went. */
  private boolean changes(ContentId content) {
    store.forget(content);
    return true;
  }

  private ContentId content(TitleId title) {
    return box.library.manifest(title).orElseThrow().contentId();
  }
}

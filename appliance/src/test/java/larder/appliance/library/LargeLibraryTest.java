package larder.appliance.library;

import static larder.appliance.testing.Household.ANNAS_PC;
import static larder.appliance.testing.Household.SERIES;
import static larder.appliance.testing.Household.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import larder.appliance.testing.Household;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class LargeLibraryTest {

  private static final int SHOWS = 1_000;
  private static final int EPISODES = 100;

  /** Several times what it takes on a busy machine; the owner waits for it once. */
  private static final Duration READ_LIMIT = Duration.ofSeconds(60);

  /** Far above what it takes; a page that loads the whole library takes longer. */
  private static final Duration PAGE_LIMIT = Duration.ofMillis(500);

  @TempDir Path home;

  @Test
  void page_ofHundredThousandTitles_isFastAnywhere() {
    try (Household box = new Household(home)) {
      for (int show = 0; show < SHOWS; show++) {
        for (int n = 1; n <= EPISODES; n++) {
          box.catalog.putSilently(SERIES, path(show, n), 10, ANNAS_PC);
        }
      }
      long start = System.nanoTime();
      box.start();
      for (int show : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, SHOWS - 1}) { // in byte order
        await(READ_LIMIT, () -> isKnown(box, path(show, EPISODES - 1)));
      }
      Duration read = Duration.ofNanos(System.nanoTime() - start);
      TitleQuery first = TitleQuery.all(50);
      TitleQuery deep = first.from(Optional.of(new Cursor("show 00000950", "").text()));
      Duration top = fastest(box, first);
      Duration bottom = fastest(box, deep);
      Duration search = fastest(box, query("show 777 part 42"));
      System.out.printf(
          "FIGURE library.read100kTitlesMs=%d library.firstPageMs=%d library.deepPageMs=%d"
              + " library.searchMs=%d%n",
          read.toMillis(), top.toMillis(), bottom.toMillis(), search.toMillis());
      assertThat(read).isLessThan(READ_LIMIT);
      assertThat(box.library.page(deep).items()).hasSize(50);
      assertThat(box.library.page(query("show 777 part 42")).items()).hasSize(1);
      assertThat(top).isLessThan(PAGE_LIMIT);
      assertThat(bottom).isLessThan(PAGE_LIMIT);
    }
  }

  private static TitleQuery query(String text) {
    return new TitleQuery(
        ViewerId.DEFAULT, text, Optional.empty(), TitleQuery.Shelf.ALL, 50, Optional.empty());
  }

  private static Duration fastest(Household box, TitleQuery query) {
    long best = Long.MAX_VALUE;
    for (int n = 0; n < 5; n++) {
      long start = System.nanoTime();
      assertThat(box.library.page(query).items()).isNotEmpty();
      best = Math.min(best, System.nanoTime() - start);
    }
    return Duration.ofNanos(best);
  }

  private static boolean isKnown(Household box, String path) {
    return box.library.standing(TitleWriter.idOf(SERIES, path)).presence()
        == Standing.Presence.IN_FOLDER;
  }

  private static String path(int show, int episode) {
    return "Show %d/Season 1/%d - Part %d.mkv".formatted(show, episode, episode);
  }
}

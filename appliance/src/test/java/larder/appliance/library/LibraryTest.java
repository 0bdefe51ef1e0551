package larder.appliance.library;

import static larder.appliance.testing.Household.ANNAS_PC;
import static larder.appliance.testing.Household.SERIES;
import static larder.appliance.testing.Household.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import larder.appliance.mesh.DeviceView;
import larder.appliance.testing.Household;
import larder.media.Manifest;
import larder.media.TitleId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {

  @TempDir Path home;
  private Household box;

  @BeforeEach
  void open() {
    box = new Household(home).start();
  }

  @AfterEach
  void close() {
    box.close();
  }

  @Test
  void file_video_isRemoteTitleWithReason() {
    TitleId id = box.file("The Shore/Season 1/02 - Tide.mkv", 300_000);
    Title title = title(id);
    assertThat(title.name().show()).contains("The Shore");
    assertThat(title.sizeBytes()).isEqualTo(300_000);
    assertThat(title.availability().state()).isEqualTo(Availability.State.REMOTE);
    assertThat(title.availability().why()).contains("It is on Anna's PC");
    assertThat(title.availability().sources()).containsExactly(ANNAS_PC);
    assertThat(title.progress()).isEqualTo(WatchState.UNSEEN);
  }

  @Test
  void file_noVideo_isNoTitle() {
    box.catalog.put(SERIES, "notes.txt", 10, ANNAS_PC);
    box.file("z.mkv", 10);
    assertThat(paths("")).containsExactly("z.mkv");
  }

  @Test
  void availability_partlyCachedAndPcAway_saysWhatIsMissingFromWhom() {
    TitleId id = box.file("a.mkv", 200_000);
    Manifest manifest = box.library.manifest(id).orElseThrow();
    box.cache.hold(manifest.contentId(), 124_000);
    assertThat(title(id).availability().state()).isEqualTo(Availability.State.PARTIAL);
    box.mesh.device(ANNAS_PC, "Anna's PC", DeviceView.State.AWAY);
    assertThat(title(id).availability().why())
        .contains("62 % is here, the rest is on Anna's PC, which is away");
    assertThat(title(id).availability().sources()).isEmpty();
    assertThat(title(id).availability().holders()).containsExactly(ANNAS_PC);
    box.cache.hold(manifest.contentId(), 0);
    assertThat(title(id).availability().state()).isEqualTo(Availability.State.UNREACHABLE);
    box.cache.hold(manifest.contentId(), 200_000);
    assertThat(title(id).availability().state()).isEqualTo(Availability.State.READY);
    assertThat(title(id).availability().why()).isEmpty();
  }

  @Test
  void folder_takenAgainAfterTheStateWasLost_showsWhatSurvivedInTheCacheAtOnce() throws Exception {
    TitleId whole = box.file("whole.mkv", 200_000);
    TitleId half = box.file("half.mkv", 200_000);
    Manifest wholeFile = box.library.manifest(whole).orElseThrow();
    Manifest halfFile = box.library.manifest(half).orElseThrow();
    box.close();

    box = new Household(Files.createDirectory(home.resolve("new")));
    box.cache.hold(wholeFile, 200_000);
    box.cache.hold(halfFile, 100_000);
    box.catalog.putAgain(SERIES, "whole.mkv", wholeFile, ANNAS_PC);
    box.catalog.putAgain(SERIES, "half.mkv", halfFile, ANNAS_PC);
    box.start();
    await(() -> paths("").size() == 2);
    assertThat(title(whole).availability().state()).isEqualTo(Availability.State.READY);
    assertThat(title(half).availability().state()).isEqualTo(Availability.State.PARTIAL);
    assertThat(title(half).availability().cachedBytes()).isEqualTo(100_000);
  }

  @Test
  void file_goneThatWasNeverOpened_playsFromTheChunksThatTheCacheRemembers() {
    TitleId id = box.file("a.mkv", 200_000);
    Manifest manifest = box.catalog.manifest(SERIES, "a.mkv").orElseThrow();
    box.cache.hold(manifest, 200_000);
    box.catalog.remove(SERIES, "a.mkv");
    await(() -> box.library.standing(id).presence() == Standing.Presence.GONE);
    assertThat(title(id).availability().state()).isEqualTo(Availability.State.READY);
    assertThat(box.library.manifest(id)).contains(manifest);
  }

  @Test
  void file_touchedOnly_keepsItsDuration() {
    TitleId id = box.file("a.mkv", 200_000);
    box.library.learnDuration(id, Duration.ofMinutes(3));
    Manifest manifest = box.library.manifest(id).orElseThrow();
    box.catalog.putAgain(SERIES, "a.mkv", manifest, ANNAS_PC);
    box.catalog.tell(SERIES, List.of("a.mkv"));
    box.file("b.mkv", 10);
    assertThat(title(id).duration()).contains(Duration.ofMinutes(3));
  }

  @Test
  void file_changed_isOtherContentAndForgetsDuration() {
    TitleId id = box.file("a.mkv", 200_000);
    Manifest before = box.library.manifest(id).orElseThrow();
    box.library.learnDuration(id, Duration.ofMinutes(3));
    box.catalog.put(SERIES, "a.mkv", 300_000, ANNAS_PC);
    await(() -> title(id).sizeBytes() == 300_000);
    assertThat(title(id).duration()).isEmpty();
    assertThat(box.library.manifest(id).orElseThrow()).isNotEqualTo(before);
  }

  @Test
  void file_goneWithNothingHere_goes() {
    TitleId id = box.file("a.mkv", 200_000);
    box.catalog.remove(SERIES, "a.mkv");
    await(() -> box.library.title(id, ViewerId.DEFAULT).isEmpty());
    assertThat(box.library.standing(id).presence()).isEqualTo(Standing.Presence.UNKNOWN);
  }

  @Test
  void file_goneButCached_staysAndPlaysFromItsStoredChunks() {
    TitleId id = box.file("a.mkv", 200_000);
    Manifest manifest = box.library.manifest(id).orElseThrow();
    box.cache.hold(manifest.contentId(), 100_000);
    box.catalog.remove(SERIES, "a.mkv");
    await(() -> box.library.standing(id).presence() == Standing.Presence.GONE);
    assertThat(title(id).availability().state()).isEqualTo(Availability.State.UNREACHABLE);
    assertThat(title(id).availability().why())
        .contains("Its file is no longer in the folder; 50 % of it is here");
    assertThat(box.library.manifest(id)).contains(manifest);
    box.cache.hold(manifest.contentId(), 200_000);
    assertThat(title(id).availability().state()).isEqualTo(Availability.State.READY);
  }

  @Test
  void folder_left_goesWithItsTitles() {
    box.file("a.mkv", 10);
    box.mesh.leave(SERIES);
    box.catalog.removeFolder(SERIES);
    await(() -> paths("").isEmpty());
  }

  @Test
  void page_walkedByCursor_showsEachTitleOnceInOrder() {
    for (int n = 12; n >= 1; n--) {
      box.catalog.putSilently(SERIES, "Show/Season 1/" + n + " - x.mkv", 10, ANNAS_PC);
    }
    box.catalog.tell(SERIES, List.of());
    await(() -> paths("").size() == 12);
    List<Integer> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Title> page = box.library.page(TitleQuery.all(5).from(cursor));
      page.items().forEach(title -> seen.add(title.name().episodes().getFirst()));
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void page_badCursor_isRefused() {
    assertThatThrownBy(() -> box.library.page(TitleQuery.all(5).from(Optional.of("%%%"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void query_otherCaseAndAccents_finds() {
    box.file("Être Là/S01E01 100% Straße.mkv", 10);
    box.file("Other/S01E01.mkv", 10);
    assertThat(paths("etre la")).hasSize(1);
    assertThat(paths("STRASSE")).hasSize(1);
    assertThat(paths("100%")).hasSize(1);
  }

  @Test
  void shows_severalSeasons_areListedWithThem() {
    box.file("The Shore/Season 2/01.mkv", 10);
    box.file("The Shore/Season 1/01.mkv", 10);
    box.file("Atlas/S01E01.mkv", 10);
    box.file("Clip.mkv", 10);
    Page<Show> first = box.library.shows(Optional.empty(), 1);
    assertThat(first.items()).containsExactly(new Show("Atlas", List.of(1), 1));
    assertThat(box.library.shows(first.next(), 10).items())
        .containsExactly(new Show("The Shore", List.of(1, 2), 2));
    assertThat(box.library.episodes("the shore", OptionalInt.of(2))).hasSize(1);
  }

  @Test
  void next_lastOfSeason_isFirstOfNextSeason() {
    TitleId last = box.file("The Shore/Season 1/02.mkv", 10);
    TitleId next = box.file("The Shore/Season 2/01.mkv", 10);
    assertThat(box.library.next(last, ViewerId.DEFAULT).map(Title::id)).contains(next);
    assertThat(box.library.next(next, ViewerId.DEFAULT)).isEmpty();
  }

  @Test
  void keep_title_reachesCacheAndStays() {
    TitleId id = box.file("a.mkv", 10);
    assertThat(box.library.keep(id, Title.Keeping.KEPT)).isTrue();
    assertThat(title(id).keep()).isEqualTo(Title.Keeping.KEPT);
    assertThat(box.cache.kept())
        .containsExactly(box.library.manifest(id).orElseThrow().contentId());
    assertThat(box.library.keep(new TitleId("none"), Title.Keeping.KEPT)).isFalse();
  }

  @Test
  void start_again_knowsTitlesBeforeTheCatalogSpeaks() {
    TitleId id = box.file("a.mkv", 10);
    box.close();
    box = new Household(home);
    assertThat(box.library.title(id, ViewerId.DEFAULT)).isPresent();
  }

  private Title title(TitleId id) {
    return box.library.title(id, ViewerId.DEFAULT).orElseThrow();
  }

  private List<String> paths(String text) {
    TitleQuery query =
        new TitleQuery(
            ViewerId.DEFAULT, text, Optional.empty(), TitleQuery.Shelf.ALL, 500, Optional.empty());
    return box.library.page(query).items().stream().map(Title::path).toList();
  }
}

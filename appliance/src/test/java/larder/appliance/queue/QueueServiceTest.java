package larder.appliance.queue;

import static larder.appliance.testing.Household.ANNAS_PC;
import static larder.appliance.testing.Household.SERIES;
import static larder.appliance.testing.Household.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import larder.appliance.library.Title.Keeping;
import larder.appliance.library.WebRequest;
import larder.appliance.queue.QueueEntry.State;
import larder.appliance.testing.Household;
import larder.media.Fault;
import larder.media.TitleId;
import larder.media.prefetch.FetchProgress;
import larder.media.prefetch.Want;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueServiceTest {

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
  void add_title_isQueuedWantedAndReadyWhenItArrived() {
    TitleId title = box.file("The Shore/Season 1/02 - Tide.mkv", 200_000);
    QueueEntry entry = add(title);
    assertThat(entry.name()).isEqualTo("The Shore S01E02 Tide");
    assertThat(entry.position()).isEqualTo(1);
    assertThat(entry.addedBy()).isEqualTo("Anna");
    await(() -> wants().size() == 1);
    box.prefetching.arrive(wants().getFirst());
    await(() -> entry(entry.id()).state() == State.READY);
    assertThat(entry(entry.id()).bytesDone()).isEqualTo(200_000);
    await(() -> wants().isEmpty());
  }

  @Test
  void add_twice_isOneEntry() {
    TitleId title = box.file("a.mkv", 10);
    assertThat(add(title).id()).isEqualTo(add(title).id());
    assertThat(titles()).containsExactly(title);
  }

  @Test
  void add_show_queuesItsEpisodesInOrderOnce() {
    TitleId two = box.file("The Shore/Season 1/2.mkv", 10);
    TitleId ten = box.file("The Shore/Season 1/10.mkv", 10);
    TitleId one = box.file("The Shore/Season 1/1.mkv", 10);
    box.file("The Shore/Season 2/1.mkv", 10);
    add(two);
    AddOutcome outcome =
        box.queue.add(new AddRequest.OfShow("the shore", OptionalInt.of(1)), "Anna");
    assertThat(((AddOutcome.Added) outcome).entries()).hasSize(3);
    assertThat(titles()).containsExactly(two, one, ten);
  }

  @Test
  void add_unknown_isRefused() {
    TitleId none = new TitleId("none");
    assertThat(box.queue.add(new AddRequest.OfTitle(none), "Anna"))
        .isEqualTo(new AddOutcome.UnknownTitle(none));
    assertThat(box.queue.add(new AddRequest.OfShow("x", OptionalInt.empty()), "Anna"))
        .isEqualTo(new AddOutcome.UnknownShow("x"));
    assertThat(box.queue.add(new AddRequest.OfUrl(url("http://x/y.mkv")), "Anna"))
        .isInstanceOfSatisfying(
            AddOutcome.Unsupported.class, no -> assertThat(no.sentence()).contains("http://x/y"));
    assertThat(titles()).isEmpty();
  }

  private static WebRequest url(String url) {
    return new WebRequest(url, List.of(), Optional.empty(), Optional.empty());
  }

  @Test
  void move_toFront_changesOrderOfWants() {
    QueueEntry a = add(box.file("a.mkv", 10));
    QueueEntry b = add(box.file("b.mkv", 20));
    QueueEntry c = add(box.file("c.mkv", 30));
    assertThat(box.queue.move(c.id(), 1)).isInstanceOf(ChangeOutcome.Changed.class);
    assertThat(titles()).containsExactly(c.title(), a.title(), b.title());
    await(() -> wantedSizes().equals(List.of(30L, 10L, 20L)));
    assertThat(box.queue.move(c.id(), 4)).isEqualTo(new ChangeOutcome.NoSuchPosition(4, 3));
    assertThat(box.queue.move(new QueueId(99), 1))
        .isEqualTo(new ChangeOutcome.UnknownEntry(new QueueId(99)));
  }

  @Test
  void move_againAndAgain_keepsTheOrder() {
    List<TitleId> expected = new ArrayList<>();
    List<QueueId> ids = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      QueueEntry added = add(box.file("film " + n + ".mkv", 10 + n));
      expected.add(added.title());
      ids.add(added.id());
    }
    Random random = new Random(7);
    for (int n = 0; n < 200; n++) { // far more often than a gap between two can be halved
      QueueEntry moved = entry(ids.get(random.nextInt(5)));
      int position = n % 3 == 0 ? 1 + random.nextInt(5) : 2;
      box.queue.move(moved.id(), position);
      expected.remove(moved.title());
      expected.add(position - 1, moved.title());
      assertThat(titles()).containsExactlyElementsOf(expected);
      assertThat(entry(moved.id()).position()).isEqualTo(position);
    }
  }

  @Test
  void pause_andResume_takesItOutOfTheWantsAndBack() {
    QueueEntry entry = add(box.file("a.mkv", 10));
    await(() -> wants().size() == 1);
    box.queue.pause(entry.id());
    assertThat(entry(entry.id()).state()).isEqualTo(State.PAUSED);
    await(() -> wants().isEmpty());
    box.queue.resume(entry.id());
    await(() -> wants().size() == 1);
  }

  @Test
  void remove_entry_leavesTitleAlone() {
    TitleId title = box.file("a.mkv", 10);
    QueueEntry entry = add(title);
    await(() -> wants().size() == 1);
    assertThat(box.queue.remove(entry.id())).isEqualTo(new ChangeOutcome.Removed(entry.id()));
    await(() -> wants().isEmpty());
    assertThat(box.library.name(title)).isPresent();
    assertThat(box.queue.remove(entry.id())).isEqualTo(new ChangeOutcome.UnknownEntry(entry.id()));
  }

  @Test
  void file_changedAtThePc_wantsItsNewChunks() {
    QueueEntry entry = add(box.file("a.mkv", 10));
    await(() -> wants().size() == 1);
    Want before = wants().getFirst();
    box.prefetching.arrive(before);
    await(() -> entry(entry.id()).state() == State.READY);
    box.catalog.put(SERIES, "a.mkv", 20, ANNAS_PC);
    await(() -> wantedSizes().equals(List.of(20L)));
    await(() -> entry(entry.id()).bytesTotal() == 20);
    assertThat(entry(entry.id()).state()).isEqualTo(State.WAITING);
  }

  @Test
  void file_gone_failsWithReasonAndComesBack() {
    QueueEntry entry = add(box.file("a.mkv", 10));
    await(() -> wants().size() == 1);
    box.catalog.remove(SERIES, "a.mkv");
    await(() -> entry(entry.id()).state() == State.FAILED);
    assertThat(entry(entry.id()).reason()).contains("Its file is no longer in the folder");
    box.catalog.put(SERIES, "a.mkv", 10, ANNAS_PC);
    await(() -> entry(entry.id()).state() == State.WAITING && wants().size() == 1);
  }

  @Test
  void stalled_entry_waitsAndSaysWhy() {
    QueueEntry entry = add(box.file("a.mkv", 10));
    await(() -> wants().size() == 1);
    box.prefetching.set(
        wants().getFirst().manifest().contentId(),
        FetchProgress.State.STALLED,
        Optional.of(Fault.NO_SOURCE));
    assertThat(entry(entry.id()).state()).isEqualTo(State.WAITING);
    assertThat(entry(entry.id()).reason()).contains("No device that has it is connected");
  }

  @Test
  void ready_thenEvicted_saysSoAndIsNotFetchedAgainByItself() {
    QueueEntry entry = add(box.file("a.mkv", 10));
    await(() -> wants().size() == 1);
    Want want = wants().getFirst();
    box.prefetching.arrive(want);
    await(() -> entry(entry.id()).state() == State.READY && wants().isEmpty());
    box.cache.hold(want.manifest().contentId(), 0);
    box.prefetching.set(want.manifest().contentId(), FetchProgress.State.WAITING, Optional.empty());
    assertThat(entry(entry.id()).state()).isEqualTo(State.PAUSED);
    assertThat(entry(entry.id()).reason().orElseThrow()).contains("made room");
    box.queue.resume(entry.id());
    await(() -> wants().size() == 1);
  }

  @Test
  void keep_entry_reachesTheCache() {
    QueueEntry entry = add(box.file("a.mkv", 10));
    box.queue.keep(entry.id(), Keeping.KEPT);
    assertThat(box.cache.kept()).hasSize(1);
  }

  @Test
  void start_again_hasTheSameQueueAndWantsIt() {
    QueueEntry entry = add(box.file("a.mkv", 10));
    Household before = box;
    before.close();
    box = new Household(home);
    box.catalog.putSilently(SERIES, "a.mkv", 10, ANNAS_PC);
    box.start();
    assertThat(entry(entry.id()).title()).isEqualTo(entry.title());
    await(() -> wants().size() == 1);
  }

  @Test
  void page_walked_showsEachEntryOnce() {
    for (int n = 0; n < 5; n++) {
      add(box.file("f" + n + ".mkv", 10));
    }
    var first = box.queue.page(Optional.empty(), 3);
    var second = box.queue.page(first.next(), 3);
    assertThat(first.items()).hasSize(3);
    assertThat(second.items()).extracting(QueueEntry::position).containsExactly(4, 5);
    assertThat(second.next()).isEmpty();
  }

  private QueueEntry add(TitleId title) {
    AddOutcome outcome = box.queue.add(new AddRequest.OfTitle(title), "Anna");
    return ((AddOutcome.Added) outcome).entries().getFirst();
  }

  private QueueEntry entry(QueueId id) {
    return box.queue.entry(id).orElseThrow();
  }

  private List<TitleId> titles() {
    return box.queue.page(Optional.empty(), 100).items().stream().map(QueueEntry::title).toList();
  }

  private List<Want> wants() {
    return box.prefetching.wants();
  }

  private List<Long> wantedSizes() {
    return wants().stream().map(want -> want.manifest().sizeBytes()).toList();
  }
}

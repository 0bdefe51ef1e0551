package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import larder.appliance.mesh.Activity;
import larder.appliance.mesh.Activity.News;
import larder.appliance.mesh.Activity.What;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.index.LocalFile.Kind;
import larder.appliance.mesh.index.LocalFile.Stamp;
import larder.media.BlockHash;
import larder.media.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box that follows a PC's share, and what it tells the household about it. */
class FolderNewsTest {

  @TempDir private Path tmp;

  private final List<FakeLink> links = new ArrayList<>();
  private final List<FolderId> told = new CopyOnWriteArrayList<>();
  private TestDevice box;
  private TestDevice pc;
  private FolderId folder;

  @BeforeEach
  void open() throws Exception {
    box = device(1, "box");
    pc = device(2, "pc");
    folder = shared().open(tmp.resolve("Series")).folder();
    box.exchange().news().onNews(told::add);
  }

  @AfterEach
  void close() throws Exception {
    for (FakeLink link : links) {
      link.closeAndWait();
    }
    box.close();
    pc.close();
  }

  @Test
  void firstIndex_ofManyFiles_isOnePieceOfNews() throws Exception {
    announce(names(2_500), List.of());
    join(2_500);

    News joined = news().getFirst();

    assertThat(news()).hasSize(1);
    assertThat(joined.what()).isEqualTo(What.JOINED);
    assertThat(joined.files()).isEqualTo(2_500);
    assertThat(joined.device()).isEqualTo(pc.id());
    assertThat(joined.deviceName()).isEqualTo("Anna's PC");
    Await.until(() -> told.contains(folder));
  }

  @Test
  void file_addedChangedRemoved_isToldOnceEach_newestFirst() throws Exception {
    announce(List.of("a.mkv"), List.of());
    join(1);
    announce(List.of("b.mkv"), List.of());
    Await.until(() -> news().size() == 2);
    assertThat(shared().announce(folder, List.of(file("b.mkv", "other bytes")), List.of()))
        .isTrue();
    pc.exchange().announced(folder);
    Await.until(() -> news().size() == 3);
    announce(List.of(), List.of("a.mkv"));
    Await.until(() -> news().size() == 4);

    assertThat(news())
        .extracting(News::what)
        .containsExactly(What.REMOVED, What.CHANGED, What.ADDED, What.JOINED);
    assertThat(news()).extracting(News::name).containsExactly("a.mkv", "b.mkv", "b.mkv", "");
    assertThat(news()).allMatch(it -> it.device().equals(pc.id()));
  }

  @Test
  void manyFilesAtOnce_areOnePieceOfNews() throws Exception {
    announce(List.of("a.mkv"), List.of());
    join(1);
    announce(names(300), List.of());
    Await.until(() -> news().size() == 2);

    assertThat(news().getFirst().what()).isEqualTo(What.ADDED);
    assertThat(news().getFirst().files()).isEqualTo(300);
  }

  @Test
  void indexToldAgain_isNoNews() throws Exception {
    announce(List.of("a.mkv", "b.mkv"), List.of());
    join(2);
    links.getFirst().closeAndWait();
    box.store()
        .write(
            sql -> {
              Folder known = Folders.find(sql, folder).orElseThrow();
              RemoteIndexes.drop(sql, known, pc.id());
              return true;
            });
    assertThat(count()).isZero();
    connect();
    Await.until(() -> count() == 2);

    assertThat(news()).extracting(News::what).containsExactly(What.JOINED);
    assertThat(news().getFirst().files()).isEqualTo(2);
  }

  @Test
  void nameThatCouldFool_isShownHarmless() throws Exception {
    announce(List.of("a.mkv"), List.of());
    join(1);
    announce(List.of("evil\u202egpj.\u0007mkv"), List.of());
    Await.until(() -> news().size() == 2);

    assertThat(news().getFirst().name()).isEqualTo("evilgpj.mkv");
  }

  @Test
  void news_areBoundedAndPaged_andGoWithTheirFolder() throws Exception {
    announce(List.of("a.mkv"), List.of());
    join(1);
    for (int batch = 0; batch * FolderNews.ONE_BY_ONE <= FolderNews.MAX_NEWS; batch++) {
      long newest = news().getFirst().key();
      announce(names(batch, FolderNews.ONE_BY_ONE), List.of());
      Await.until(() -> news().getFirst().key() == newest + FolderNews.ONE_BY_ONE);
    }
    List<News> all = box.exchange().news().of(folder, OptionalLong.empty(), 10_000);
    assertThat(all).hasSize(FolderNews.MAX_NEWS);
    long last = all.get(9).key();
    assertThat(box.exchange().news().of(folder, OptionalLong.of(last), 5))
        .isEqualTo(all.subList(10, 15));

    assertThat(box.household().leave(folder)).isTrue();
    assertThat(news()).isEmpty();
  }

  private List<News> news() {
    Activity activity = box.exchange().news();
    return activity.of(folder, OptionalLong.empty(), 50);
  }

  private int count() {
    return box.store()
        .read(
            sql ->
                sql.first("SELECT count(*) FROM mesh_entry", row -> row.getInt(1)).orElseThrow());
  }

  private void join(int files) throws Exception {
    connect();
    Await.until(() -> box.household().accept(folder, FolderMode.STOCK));
    Await.until(() -> count() == files && !news().isEmpty() && news().getLast().files() == files);
  }

  private void connect() {
    box.household().approve(pc.id(), Optional.of("Anna's PC"), List.of());
    pc.household().approve(box.id(), Optional.empty(), List.of());
    links.add(FakeLink.connect(box.id(), box.exchange(), pc.id(), pc.exchange()));
  }

  private void announce(List<String> names, List<String> gone) {
    List<LocalFile> files = names.stream().map(name -> file(name, name)).toList();
    assertThat(shared().announce(folder, files, gone)).isTrue();
    pc.exchange().announced(folder);
  }

  private SharedIndex shared() {
    return new SharedIndex(pc.store(), pc.id(), Clock.systemUTC());
  }

  private TestDevice device(int number, String name) throws Exception {
    return new TestDevice(
        tmp.resolve(name), TestDevice.id(number), name, new TestDevice.NoBlocks());
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj("f%05d.mkv"::formatted).toList();
  }

  private static List<String> names(int batch, int count) {
    return IntStream.range(0, count).mapToObj(i -> "b%d-%d.mkv".formatted(batch, i)).toList();
  }

  private static LocalFile file(String name, String content) {
    return new LocalFile(
        name,
        Kind.FILE,
        new Stamp(content.getBytes(StandardCharsets.UTF_8).length, Instant.EPOCH, content),
        Optional.of(0644),
        Optional.of(manifest(content)));
  }

  private static Manifest manifest(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Manifest(bytes.length, Manifest.MIN_CHUNK_BYTES, BlockHash.compute(bytes).toBytes());
  }
}

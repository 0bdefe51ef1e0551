package larder.media.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.fake.FakeSource;
import larder.media.fake.TestContent;
import larder.media.source.BlockSource;
import org.junit.jupiter.api.Test;

/** Whom a chunk is asked of when a box and a PC both have it. */
class BoardTest {

  private static final int CHUNKS = 64;

  private final TestContent content = TestContent.ofChunks(1, CHUNKS);
  private final Manifest manifest = content.manifest();
  private final FakeSource pc = new FakeSource("pc", content);
  private final FakeSource box = new FakeSource("box", content).cheap();
  private final Board board = new Board(FetchLimits.STANDARD);

  @Test
  void stock_whileTheBoxIsBusy_waitsForItAndLeavesThePcAlone() {
    for (int i = 0; i < CHUNKS; i++) {
      ask(i, new Urgency(Urgency.Kind.STOCK, i));
    }

    assertThat(askedNow()).isNotEmpty().hasSizeLessThan(CHUNKS).containsOnly(box);
  }

  @Test
  void readAhead_fillsTheBoxFirstAndThenThePc() {
    for (int i = 0; i < CHUNKS; i++) {
      ask(i, new Urgency(Urgency.Kind.READ_AHEAD, i));
    }

    List<BlockSource> asked = askedNow();
    assertThat(asked.getFirst()).isSameAs(box);
    assertThat(asked).contains(pc);
    assertThat(asked.subList(asked.indexOf(pc), asked.size())).doesNotContain(box);
  }

  @Test
  void waiting_isAskedOfWhoIsFree() {
    ask(0, Urgency.WAITING);
    ask(1, Urgency.WAITING);

    assertThat(askedNow()).containsExactlyInAnyOrder(pc, box);
  }

  private void ask(int index, Urgency urgency) {
    var _ =
        board.ask(
            new ChunkRequest(manifest, index, urgency), new Pull.Asked(urgency, outcome -> {}));
  }

  private List<BlockSource> askedNow() {
    Map<ContentId, List<BlockSource>> sources = Map.of(manifest.contentId(), List.of(pc, box));
    return new ArrayList<>(board.plan(sources, 0).launches.stream().map(Transfer::source).toList());
  }
}

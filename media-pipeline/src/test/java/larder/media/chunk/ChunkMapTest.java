package larder.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChunkMapTest {

  @Test
  void chunk_pending_isReadableNotPresent() {
    ChunkMap map = new ChunkMap(4);
    map.markPending(1);
    assertThat(map.isReadable(1)).isTrue();
    assertThat(map.isPresent(1)).isFalse();
    map.markSynced(map.pending());
    assertThat(map.isPresent(1)).isTrue();
    assertThat(map.hasPending()).isFalse();
  }

  @Test
  void chunk_droppedWhileSyncing_staysMissing() {
    ChunkMap map = new ChunkMap(4);
    map.markPending(1);
    BitSet batch = map.pending();
    map.drop(1);
    map.markSynced(batch);
    assertThat(map.isReadable(1)).isFalse();
  }

  @Test
  void holes_randomMaps_areExactlyWhatIsMissing() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      int count = 1 + random.nextInt(70);
      ChunkMap map = new ChunkMap(count);
      for (int i = 0; i < count; i++) {
        if (random.nextBoolean()) {
          map.markPending(i);
        }
      }
      BitSet missing = new BitSet();
      map.holes().forEach(hole -> missing.set(hole.first(), hole.end()));
      for (int i = 0; i < count; i++) {
        assertThat(missing.get(i)).isEqualTo(!map.isReadable(i));
      }
    }
  }

  @Test
  void nextHole_insideAHole_startsThere() {
    ChunkMap map = new ChunkMap(5);
    map.markPending(4);
    assertThat(map.nextHole(2)).contains(new Hole(2, 2));
    assertThat(map.nextHole(4)).isEmpty();
  }

  @Test
  void index_outside_isRefused() {
    ChunkMap map = new ChunkMap(2);
    assertThatThrownBy(() -> map.markPending(2)).isInstanceOf(IndexOutOfBoundsException.class);
    BitSet tooLong = new BitSet();
    tooLong.set(2);
    assertThatThrownBy(() -> new ChunkMap(2, tooLong)).isInstanceOf(IllegalArgumentException.class);
  }
}

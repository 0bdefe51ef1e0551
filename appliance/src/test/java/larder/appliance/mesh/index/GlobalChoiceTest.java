package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import larder.appliance.mesh.index.RemoteIndexes.Announced;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.VersionVector;
import larder.appliance.mesh.wire.VersionVector.Counter;
import larder.appliance.mesh.wire.VersionVector.Ordering;
import org.junit.jupiter.api.Test;

class GlobalChoiceTest {

  private static final int ROUNDS = 5_000;

  @Test
  void choice_ofRandomAnnouncements_isValidNewestAndTheSameInAnyOrder() {
    Random random = new Random(42);
    for (int round = 0; round < ROUNDS; round++) {
      List<Announced> all = announcements(random);
      Optional<Announced> chosen = GlobalChoice.of(all);
      Collections.shuffle(all, random);

      assertThat(GlobalChoice.of(all)).as("round %d", round).isEqualTo(chosen);
      assertThat(chosen.isPresent()).isEqualTo(all.stream().anyMatch(a -> a.entry().isValid()));
      chosen.ifPresent(
          winner ->
              assertThat(all)
                  .filteredOn(a -> a.entry().isValid())
                  .noneMatch(a -> order(a, winner) == Ordering.GREATER));
    }
  }

  @Test
  void choice_betweenConflictingVersions_prefersTheLiveFile() {
    Announced live = announced(1, false, false, 5, new Counter(1, 1));
    Announced deleted = announced(2, true, false, 9, new Counter(2, 7));

    assertThat(GlobalChoice.of(List.of(deleted, live))).contains(live);
  }

  @Test
  void choice_betweenANewerInvalidAndAnOlderValid_isTheValid() {
    Announced valid = announced(1, false, false, 5, new Counter(1, 1));
    Announced invalid = announced(2, false, true, 9, new Counter(1, 2));

    assertThat(GlobalChoice.of(List.of(invalid, valid))).contains(valid);
  }

  private static Ordering order(Announced a, Announced b) {
    return a.entry().info().version().compare(b.entry().info().version());
  }

  private static List<Announced> announcements(Random random) {
    List<Announced> all = new ArrayList<>();
    int devices = 1 + random.nextInt(5);
    for (int device = 0; device < devices; device++) {
      Counter[] counters = {
        new Counter(7, random.nextInt(3)), new Counter(-8, random.nextInt(3)) // -8 is a large id
      };
      all.add(
          announced(
              device, random.nextInt(4) == 0, random.nextInt(4) == 0, random.nextInt(2), counters));
    }
    return all;
  }

  private static Announced announced(
      int device, boolean deleted, boolean invalid, long modified, Counter... counters) {
    FileInfo info =
        new FileInfo(
            "a",
            FileInfo.Type.FILE,
            0,
            0,
            modified,
            0,
            deleted,
            invalid,
            false,
            VersionVector.of(List.of(counters)),
            1,
            0,
            0,
            Blocks.NONE,
            "");
    return new Announced(TestDevice.id(device), new Entry(info, Optional.empty()));
  }
}

package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What the check says of a cache that a kill or a power cut left behind. */
public final class CacheTruth {

  private CacheTruth() {}

  /**
   * The check finds no damage, since what was not finished was never counted, and finds at least
   * what was acknowledged; and a repair leaves nothing over.
   *
   * @param acknowledged chunks that were shown as present
   */
  public static void assertSound(Path directory, int acknowledged) throws IOException {
    CacheCheck.Result look = run(directory, CacheCheck.Mode.LOOK);
    assertThat(look.findings()).allMatch(finding -> finding.weight() == CacheCheck.Weight.LEFTOVER);
    assertThat(look.checkedChunks()).isGreaterThanOrEqualTo(acknowledged);
    List<CacheCheck.Finding> repaired = run(directory, CacheCheck.Mode.REPAIR).findings();
    assertThat(repaired).as("what it repaired is what it said").isEqualTo(look.findings());
    assertThat(run(directory, CacheCheck.Mode.LOOK).findings()).isEmpty();
  }

  private static CacheCheck.Result run(Path directory, CacheCheck.Mode mode) throws IOException {
    DiskFiles disk = new DiskFiles(directory, InstantSource.system());
    return new CacheCheck(directory, disk, mode).run(bytes -> {});
  }
}

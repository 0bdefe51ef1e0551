package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.VersionVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no index may say. */
class HostileIndexTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/",
        "/etc/passwd",
        "../x",
        "a/../../b",
        "a//b",
        "a/",
        "./a",
        "a/.",
        "a\0b",
        ".stfolder",
        ".stfolder/x",
        ".stignore",
        ".stversions/x",
        "a/.syncthing.b.tmp",
        "~syncthing~b.tmp",
        "e\u0301"
      })
  void name_thatLeavesOrMisleads_isRefused(String name) {
    assertThat(EntryCheck.fault(List.of(file(name, 1, 1, 1)))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Show/S01E01.mkv", "a/.stfolder", "con", "<img onerror>", "\u00e9"})
  void name_thatIsOnlyOdd_isTaken(String name) {
    assertThat(EntryCheck.fault(List.of(file(name, 1, 1, 1)))).isEmpty();
  }

  @Test
  void name_tooLong_isRefused() {
    assertThat(EntryCheck.fault(List.of(file("a".repeat(5_000), 1, 1, 1)))).isPresent();
  }

  @Test
  void sequence_thatDoesNotGrow_isRefused() {
    assertThat(EntryCheck.fault(List.of(file("a", 2, 1, 1), file("b", 2, 1, 1)))).isPresent();
    assertThat(EntryCheck.fault(List.of(file("a", 0, 1, 1)))).isPresent();
    assertThat(EntryCheck.fault(List.of(file("a", Long.MIN_VALUE, 1, 1)))).isPresent();
  }

  @Test
  void blocks_thatDoNotFitTheSize_areRefused() {
    assertThat(EntryCheck.fault(List.of(file("a", 1, 1, 2)))).isPresent();
    assertThat(EntryCheck.fault(List.of(file("a", 1, 1, 0)))).isPresent();
    assertThat(EntryCheck.fault(List.of(file("a", 1, Long.MAX_VALUE, 1)))).isPresent();
    assertThat(EntryCheck.fault(List.of(file("a", 1, -1, 1)))).isPresent();
  }

  @Test
  void label_ofAStranger_losesWhatCannotBePrinted() {
    assertThat(Names.harmless("\u202eevil\u0000\n" + "x".repeat(200), "?"))
        .startsWith("evil")
        .hasSize(Names.MAX_CHARS);
    assertThat(Names.harmless("\u0007", "?")).isEqualTo("?");
  }

  private static FileInfo file(String name, long sequence, long size, int blocks) {
    return new FileInfo(
        name,
        FileInfo.Type.FILE,
        size,
        0644,
        0,
        0,
        false,
        false,
        false,
        VersionVector.EMPTY,
        sequence,
        0,
        0,
        new Blocks(new byte[32 * blocks]),
        "");
  }
}

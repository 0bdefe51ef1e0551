package larder.appliance.mesh.index;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.index.RemoteIndexes.Announced;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.VersionVector.Ordering;

/**
 * Chooses the version of a file that counts, as Syncthing 1.x does: the newest that somebody
 * vouches for. Where devices changed a file apart from each other, a live file beats a deleted one,
 * then the later modification time, then the version vector. The order of the announcements does
 * not matter.
 */
final class GlobalChoice {

  private static final Comparator<Announced> APART =
      Comparator.<Announced, Boolean>comparing(a -> !a.entry().info().deleted())
          .thenComparingLong(a -> a.entry().info().modifiedSeconds())
          .thenComparingInt(a -> a.entry().info().modifiedNanos())
          .thenComparing((a, b) -> tieBreak(a.entry().info(), b.entry().info()))
          .thenComparing(Announced::device);

  private GlobalChoice() {}

  /** The announcement that counts; empty if nobody vouches for any. */
  static Optional<Announced> of(List<Announced> announced) {
    List<Announced> valid = announced.stream().filter(a -> a.entry().isValid()).toList();
    return valid.stream().filter(a -> isNewest(a, valid)).max(APART);
  }

  private static boolean isNewest(Announced candidate, List<Announced> all) {
    return all.stream().noneMatch(other -> compare(other, candidate) == Ordering.GREATER);
  }

  private static Ordering compare(Announced a, Announced b) {
    return a.entry().info().version().compare(b.entry().info().version());
  }

  private static int tieBreak(FileInfo a, FileInfo b) {
    return switch (a.version().compare(b.version())) {
      case EQUAL -> 0;
      case GREATER, CONCURRENT_GREATER -> 1;
      case LESSER, CONCURRENT_LESSER -> -1;
    };
  }
}

package larder.appliance.mesh.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A file's version: one counter for each device that ever changed it, sorted by unsigned device
 * short id. A missing counter is a counter of 0.
 *
 * @param counters sorted, no id twice
 */
public record VersionVector(List<Counter> counters) {

  public static final VersionVector EMPTY = new VersionVector(List.of());

  public VersionVector {
    counters = List.copyOf(counters);
    for (int i = 1; i < counters.size(); i++) {
      if (Long.compareUnsigned(counters.get(i - 1).id(), counters.get(i).id()) >= 0) {
        throw new IllegalArgumentException("counters are not sorted by id");
      }
    }
  }

  /**
   * One device's counter.
   *
   * @param id the device's short id, unsigned
   * @param value unsigned
   */
  public record Counter(long id, long value) {}

  /** How one version stands to another. */
  public enum Ordering {
    EQUAL,
    /** Newer: knows all of the other and more. */
    GREATER,
    /** Older. */
    LESSER,
    /** Neither knows the other; wins the tie. */
    CONCURRENT_GREATER,
    /** Neither knows the other; loses the tie. */
    CONCURRENT_LESSER
  }

  /**
   * A vector from counters in any order.
   *
   * @throws IllegalArgumentException if an id is there twice
   */
  public static VersionVector of(Collection<Counter> counters) {
    List<Counter> sorted = new ArrayList<>(counters);
    sorted.sort(Comparator.comparing(Counter::id, Long::compareUnsigned));
    return new VersionVector(sorted);
  }

  /** How this version stands to {@code that}. In a conflict the lowest differing id decides. */
  public Ordering compare(VersionVector that) {
    int first = 0;
    for (Pair pair : pairs(that)) {
      int sign = Integer.signum(Long.compareUnsigned(pair.mine, pair.theirs));
      if (sign != 0 && first != 0 && sign != first) {
        return first > 0 ? Ordering.CONCURRENT_GREATER : Ordering.CONCURRENT_LESSER;
      }
      first = first == 0 ? sign : first;
    }
    return first == 0 ? Ordering.EQUAL : first > 0 ? Ordering.GREATER : Ordering.LESSER;
  }

  /** The oldest version that knows both. */
  public VersionVector merge(VersionVector that) {
    return new VersionVector(
        pairs(that).stream()
            .map(pair -> new Counter(pair.id, larger(pair.mine, pair.theirs)))
            .toList());
  }

  /**
   * The version after a change by device {@code self}. The clock keeps counters growing over the
   * loss of a database.
   */
  public VersionVector update(long self, long nowSeconds) {
    List<Counter> updated = new ArrayList<>(counters);
    updated.removeIf(counter -> counter.id() == self);
    updated.add(new Counter(self, larger(counter(self) + 1, nowSeconds)));
    return of(updated);
  }

  /** The counter of device {@code id}, 0 if it has none; unsigned. */
  public long counter(long id) {
    return counters.stream()
        .filter(counter -> counter.id() == id)
        .mapToLong(Counter::value)
        .findFirst()
        .orElse(0);
  }

  private static long larger(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }

  private record Pair(long id, long mine, long theirs) {}

  /** Both vectors side by side, sorted by id. */
  private List<Pair> pairs(VersionVector that) {
    List<Pair> pairs = new ArrayList<>(counters.size() + that.counters.size());
    int a = 0;
    int b = 0;
    while (a < counters.size() || b < that.counters.size()) {
      int order = order(a, that, b);
      long id = order <= 0 ? counters.get(a).id() : that.counters.get(b).id();
      long mine = order <= 0 ? counters.get(a++).value() : 0;
      long theirs = order >= 0 ? that.counters.get(b++).value() : 0;
      pairs.add(new Pair(id, mine, theirs));
    }
    return pairs;
  }

  private int order(int a, VersionVector that, int b) {
    if (a == counters.size()) {
      return 1;
    }
    return b == that.counters.size()
        ? -1
        : Long.compareUnsigned(counters.get(a).id(), that.counters.get(b).id());
  }
}

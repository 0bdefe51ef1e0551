package larder.appliance.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Figures of several rounds: their middle, their ends, their quantiles. */
public final class Spread {

  private final double[] sorted;

  private Spread(double[] sorted) {
    this.sorted = sorted;
  }

  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no rounds");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Spread(sorted);
  }

  public double median() {
    return quantile(0.5);
  }

  /** The value that the part {@code q} of the rounds does not exceed. */
  public double quantile(double q) {
    int index = (int) Math.ceil(q * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)];
  }

  /** Median and both ends. */
  public String text() {
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", median(), sorted[0], sorted[sorted.length - 1]);
  }
}

package larder.appliance.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known word that a mistyped one was meant to be. */
final class Nearest {

  private Nearest() {}

  /** The word of {@code known}, not empty, that the fewest single-letter changes lead to. */
  static String to(String typed, Collection<String> known) {
    return known.stream()
        .min(Comparator.<String>comparingInt(word -> distance(typed, word)).thenComparing(w -> w))
        .orElseThrow();
  }

  /** Levenshtein's edit distance. */
  static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[other.length()];
  }
}

package larder.appliance.library;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Brings text into a form that compares without regard to case, accents and digits' lengths. */
final class SearchKey {

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,7}");
  private static final Pattern GAPS = Pattern.compile("[\\s._]+");

  private SearchKey() {}

  /** What a search looks in and for. */
  static String of(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String folded = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return GAPS.matcher(folded).replaceAll(" ").strip();
  }

  /** What a list is sorted by: numbers count, so that 10 comes after 9. */
  static String order(String text) {
    return DIGITS.matcher(of(text)).replaceAll(SearchKey::padded);
  }

  private static String padded(MatchResult digits) {
    return "0".repeat(8 - digits.group().length()) + digits.group();
  }
}

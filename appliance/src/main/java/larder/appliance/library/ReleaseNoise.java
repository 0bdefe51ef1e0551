package larder.appliance.library;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the words that are about the file, not about the title, out of a name. */
final class ReleaseNoise {

  /** Words that no title has; everything from the first one on is about the file. */
  private static final Pattern CERTAIN =
      Pattern.compile(
          "(?i)(?<![a-z0-9])(?:2160p|1080[pi]|720p|576[pi]|480[pi]|uhd|blu-?ray|bd-?rip|br-?rip"
              + "|dvd-?rip|web-?dl|web-?rip|hdtv|pdtv|remux|[xh][. ]?26[45]|hevc|xvid|divx|eac3"
              + "|ac3|ddp?5[. ]1|truehd|dts-?hd|hdr10|10bit)(?![a-z0-9])");

  /** Words that may be part of a title, but not right before a certain one. */
  private static final Pattern DOUBTFUL_AT_END =
      Pattern.compile(
          "(?i)[ ._(\\[-]+(?:proper|repack|internal|extended|unrated|multi|dual|web|amzn|nf|dvd"
              + "|german|english|dubbed|subbed|dl|4k|hdr|dts)[ ._(\\[-]*$");

  private static final Pattern SQUARE_BRACKETS = Pattern.compile("\\[[^\\]]{0,100}\\]");
  private static final Pattern GAPS = Pattern.compile("\\s+");
  private static final String EDGES = " -–—_.,:(";

  private ReleaseNoise() {}

  /** Whether the name has words that only releases have. */
  static boolean isRelease(String text) {
    Matcher noise = CERTAIN.matcher(text);
    return noise.find() && noise.start() > 0;
  }

  /** The name before the release's words. */
  static String cut(String text) {
    Matcher noise = CERTAIN.matcher(text);
    if (!noise.find()) {
      return text;
    }
    String rest = text.substring(0, noise.start());
    for (String shorter = ""; !shorter.equals(rest); ) {
      shorter = rest;
      rest = DOUBTFUL_AT_END.matcher(rest).replaceFirst("");
    }
    return rest;
  }

  /** The name as people write it; empty if nothing is left of it. */
  static Optional<String> clean(String text) {
    String name = SQUARE_BRACKETS.matcher(cut(text)).replaceAll(" ").replace('_', ' ');
    String spaced = name.strip().contains(" ") ? name : name.replace('.', ' ');
    String trimmed = trim(GAPS.matcher(spaced).replaceAll(" "));
    return trimmed.isEmpty() ? Optional.empty() : Optional.of(trimmed);
  }

  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && (EDGES + ")").indexOf(text.charAt(from)) >= 0 && text.charAt(from) != '(') {
      from++;
    }
    while (to > from && EDGES.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }
}

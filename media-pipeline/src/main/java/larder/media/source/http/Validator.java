package larder.media.source.http;

import java.util.Optional;
import java.util.regex.Pattern;
import larder.media.source.http.ServerConnection.Reply;

/**
 * What a server says to tell one version of a file from another.
 *
 * @param kind which kind of word it is
 * @param text as the server wrote it; empty for {@code NONE}
 */
public record Validator(Kind kind, String text) {

  /** Longer tags are a mistake or an attack. */
  private static final int MAX_CHARS = 512;

  private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7e]*\"");
  private static final Pattern WEAK = Pattern.compile("W/\"[\\x21\\x23-\\x7e]*\"");
  private static final Pattern DATE = Pattern.compile("[A-Za-z]{3,9},? [A-Za-z0-9: -]{12,32}");

  public Validator {
    if (text.length() > MAX_CHARS || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("no validator: \"" + text + "\"");
    }
  }

  /** How far a validator can be trusted. */
  public enum Kind {
    /** An entity tag: other bytes have another one (RFC 9110, 8.8.3). */
    STRONG_TAG,
    /** A weak entity tag: compared, but no server takes it with a range. */
    WEAK_TAG,
    /** A date of change, to the second. */
    MODIFIED,
    /** The server says nothing: only the size tells versions apart. */
    NONE
  }

  /** What {@code reply} says; what is malformed counts as unsaid. */
  static Validator of(Reply reply) {
    Optional<String> tag = reply.header("ETag").filter(text -> text.length() <= MAX_CHARS);
    if (tag.filter(text -> STRONG.matcher(text).matches()).isPresent()) {
      return new Validator(Kind.STRONG_TAG, tag.get());
    }
    if (tag.filter(text -> WEAK.matcher(text).matches()).isPresent()) {
      return new Validator(Kind.WEAK_TAG, tag.get());
    }
    return reply
        .header("Last-Modified")
        .filter(text -> DATE.matcher(text).matches())
        .map(text -> new Validator(Kind.MODIFIED, text))
        .orElseGet(() -> new Validator(Kind.NONE, ""));
  }

  /** What to send as {@code If-Range}: only what a server may compare strongly. */
  public Optional<String> ifRange() {
    return switch (kind) {
      case STRONG_TAG, MODIFIED -> Optional.of(text);
      case WEAK_TAG, NONE -> Optional.empty();
    };
  }

  /** Whether an answer speaks of another version; one that says nothing of this kind does not. */
  boolean isContradictedBy(Reply reply) {
    Optional<String> said =
        switch (kind) {
          case STRONG_TAG, WEAK_TAG -> reply.header("ETag");
          case MODIFIED -> reply.header("Last-Modified");
          case NONE -> Optional.empty();
        };
    return said.filter(other -> !other.equals(text)).isPresent();
  }
}

package larder.appliance.library;

import java.util.Optional;

/**
 * Which titles to list, in the order of show, season, episode and name.
 *
 * @param text words that the title, its show or its path must contain, whatever their case and
 *     accents; empty for any
 * @param show only this show's episodes
 * @param shelf only what lies on this one
 * @param limit at most so many, 1 to {@link #MAX_LIMIT}
 * @param cursor where to go on, from {@link Page#next}
 */
public record TitleQuery(
    ViewerId viewer,
    String text,
    Optional<String> show,
    Shelf shelf,
    int limit,
    Optional<String> cursor) {

  /** A page is one answer in memory; this many are some 200 KB of JSON. */
  public static final int MAX_LIMIT = 500;

  /** Longer than any title; a bound on what a search costs. */
  public static final int MAX_TEXT_CHARS = 200;

  public TitleQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + " is not from 1 to " + MAX_LIMIT);
    }
    if (text.length() > MAX_TEXT_CHARS) {
      throw new IllegalArgumentException(
          "a query has at most " + MAX_TEXT_CHARS + " characters, not " + text.length());
    }
  }

  /** The first {@code limit} titles as the default viewer sees them. */
  public static TitleQuery all(int limit) {
    return new TitleQuery(
        ViewerId.DEFAULT, "", Optional.empty(), Shelf.ALL, limit, Optional.empty());
  }

  public TitleQuery from(Optional<String> newCursor) {
    return new TitleQuery(viewer, text, show, shelf, limit, newCursor);
  }

  /** A part of the library that is browsed by itself. */
  public enum Shelf {
    ALL,
    MOVIES,
    /** Neither a movie nor part of a show. */
    CLIPS
  }
}

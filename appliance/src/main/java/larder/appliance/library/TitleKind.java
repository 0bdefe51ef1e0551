package larder.appliance.library;

/** What a title is. */
public enum TitleKind {
  EPISODE,
  MOVIE,
  /** Anything that its name does not tell to be an episode or a movie. */
  CLIP
}

package larder.appliance.library;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a file's name and folders say about it.
 *
 * @param show present for an episode whose show is told
 * @param season empty when not told; 0 holds specials
 * @param episodes ascending; several when one file holds several
 * @param name to show, not blank
 */
public record TitleName(
    TitleKind kind,
    Optional<String> show,
    OptionalInt season,
    List<Integer> episodes,
    String name,
    OptionalInt year) {

  public TitleName {
    episodes = List.copyOf(episodes);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a title needs a name");
    }
  }
}

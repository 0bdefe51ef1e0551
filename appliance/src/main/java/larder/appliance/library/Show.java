package larder.appliance.library;

import java.util.List;

/**
 * A show of the library.
 *
 * @param seasons ascending; 0 holds specials
 * @param titles how many of its episodes are known
 */
public record Show(String name, List<Integer> seasons, int titles) {

  public Show {
    seasons = List.copyOf(seasons);
  }
}

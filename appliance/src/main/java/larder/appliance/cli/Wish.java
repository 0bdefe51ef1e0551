package larder.appliance.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a person typed after {@code queue add}, made into what the API takes: a title's id, a URL, a
 * whole show, a season ({@code Show S01}), an episode ({@code Show S01E02}), or words that fit one
 * title alone.
 */
final class Wish {

  private static final Pattern TITLE_ID = Pattern.compile("[a-z0-9-]{4,64}");
  private static final Pattern URL = Pattern.compile("(?i)(https?|ftp|magnet):.+");
  private static final Pattern SEASON =
      Pattern.compile("(.*\\S)\\s+[Ss](\\d{1,4})(?:[Ee](\\d{1,4}))?");

  /** As many candidates as fit on a screen. */
  private static final int SHOWN = 10;

  private final BoxClient client;

  Wish(BoxClient client) {
    this.client = client;
  }

  /**
   * @throws CommandFailedException if nothing fits, or too much
   */
  Map<String, Object> resolve(String typed) throws CommandFailedException, InterruptedException {
    String what = typed.strip();
    if (what.isEmpty()) {
      throw CommandFailedException.usage("Say what to add: a title's id, words of it, or a show.");
    }
    if (URL.matcher(what).matches()) {
      return Map.of("url", what);
    }
    if (TITLE_ID.matcher(what).matches() && client.find("titles/" + what).isPresent()) {
      return Map.of("title", what);
    }
    Matcher numbered = SEASON.matcher(what);
    return numbered.matches() ? numbered(what, numbered) : showOrTitle(what, search(what));
  }

  private Map<String, Object> numbered(String what, Matcher numbered)
      throws CommandFailedException, InterruptedException {
    int season = Integer.parseInt(numbered.group(2));
    List<JsonNode> inSeason =
        search(numbered.group(1)).stream()
            .filter(title -> TitleText.season(title).filter(s -> s == season).isPresent())
            .toList();
    List<String> shows = shows(inSeason, numbered.group(1));
    if (shows.size() != 1) {
      return only(what, inSeason);
    }
    Optional<String> episode = Optional.ofNullable(numbered.group(3));
    if (episode.isEmpty()) {
      return Map.of("show", shows.getFirst(), "season", season);
    }
    return only(
        what,
        inSeason.stream()
            .filter(title -> title.path("show").asString("").equals(shows.getFirst()))
            .filter(title -> hasEpisode(title, Integer.parseInt(episode.get())))
            .toList());
  }

  private static boolean hasEpisode(JsonNode title, int number) {
    for (JsonNode episode : title.path("episodes")) {
      if (episode.asInt(-1) == number) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Object> showOrTitle(String what, List<JsonNode> found)
      throws CommandFailedException {
    Optional<String> show =
        shows(found, what).stream().filter(name -> name.equalsIgnoreCase(what)).findFirst();
    return show.isPresent() ? Map.of("show", show.get()) : only(what, found);
  }

  /** The show of exactly that name, else all shows among {@code titles}. */
  private static List<String> shows(List<JsonNode> titles, String name) {
    List<String> shows =
        titles.stream()
            .map(title -> title.path("show").asString(""))
            .filter(show -> !show.isEmpty())
            .distinct()
            .toList();
    List<String> exact = shows.stream().filter(show -> show.equalsIgnoreCase(name)).toList();
    return exact.isEmpty() ? shows : exact;
  }

  private static Map<String, Object> only(String what, List<JsonNode> titles)
      throws CommandFailedException {
    if (titles.size() == 1) {
      return Map.of("title", titles.getFirst().path("id").asString(""));
    }
    String said = "\"" + Text.harmless(what) + "\"";
    if (titles.isEmpty()) {
      throw CommandFailedException.failed(
          "Nothing in the library matches " + said + ". 'larder library' lists what there is.");
    }
    throw CommandFailedException.failed(
        said
            + " fits "
            + titles.size()
            + " titles. Say more, a whole show's name, or an id:\n"
            + String.join("\n", TitleText.lines(titles, SHOWN)));
  }

  private List<JsonNode> search(String words) throws CommandFailedException, InterruptedException {
    return Pages.all(client, "library?limit=500&query=" + Pages.encode(words));
  }
}

package larder.appliance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** How a title of the API reads in a line. */
final class TitleText {

  private TitleText() {}

  /** {@code The Show S01E02 · Its name}, {@code Big Film (2008)}, or just the name. */
  static String of(JsonNode title) {
    String name = title.path("name").asString("");
    String show = title.path("show").asString("");
    if (show.isEmpty()) {
      int year = title.path("year").asInt(0);
      return year > 0 ? name + " (" + year + ")" : name;
    }
    String number = number(title);
    String head = number.isEmpty() ? show : show + " " + number;
    return name.isEmpty() || name.equals(head) ? head : head + " · " + name;
  }

  /** {@code S01E02}, {@code S01E02E03}; empty if it has no number. */
  static String number(JsonNode title) {
    String episodes =
        StreamSupport.stream(title.path("episodes").spliterator(), false)
            .map(episode -> String.format("E%02d", episode.asInt(0)))
            .collect(Collectors.joining());
    return season(title).map(season -> String.format("S%02d", season)).orElse("") + episodes;
  }

  static Optional<Integer> season(JsonNode title) {
    return title.path("season").isNumber()
        ? Optional.of(title.path("season").asInt(0))
        : Optional.empty();
  }

  /** Whether it can be watched now, in a few words. */
  static String availability(JsonNode title) {
    JsonNode availability = title.path("availability");
    String why = availability.path("why").asString("");
    return switch (availability.path("state").asString("")) {
      case "ready" -> "ready";
      case "partial" ->
          Figures.percent(
              availability.path("cachedBytes").asLong(0), title.path("sizeBytes").asLong(0));
      case "remote" -> "on the PC";
      case "unreachable" -> why.isEmpty() ? "unreachable" : "unreachable: " + why;
      default -> "?";
    };
  }

  /** One line each, at most {@code most}, and how many more there are. */
  static List<String> lines(List<JsonNode> titles, int most) {
    List<String> lines = new ArrayList<>();
    for (JsonNode title : titles.subList(0, Math.min(most, titles.size()))) {
      lines.add("  " + title.path("id").asString("") + "  " + Text.harmless(of(title)));
    }
    if (titles.size() > most) {
      lines.add("  and " + (titles.size() - most) + " more");
    }
    return lines;
  }
}

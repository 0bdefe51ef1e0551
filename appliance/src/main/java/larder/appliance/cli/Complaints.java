package larder.appliance.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What went wrong between this computer and the box, and what to do about it. */
final class Complaints {

  private static final String PAIR = "larder pair URL --code 123456";

  private Complaints() {}

  static CommandFailedException notPaired() {
    return CommandFailedException.failed(
        "This computer is not paired with a box. Open pairing on the TV, then: " + PAIR);
  }

  static CommandFailedException unreachable(URI box) {
    return CommandFailedException.failed(
        "No box answers at "
            + box
            + ": the connection was refused. Is it on, and is the address right?");
  }

  static CommandFailedException unknownHost(URI box) {
    return CommandFailedException.failed(
        "There is no host " + box.getHost() + ". Check the box's address on the TV.");
  }

  static CommandFailedException silent(URI box, Duration patience) {
    return CommandFailedException.failed(
        "The box at "
            + box
            + " did not answer within "
            + Figures.duration(patience)
            + ". Is it on, and in this network? Then try again.");
  }

  static CommandFailedException broken(URI box, IOException why) {
    return CommandFailedException.failed(
        "The connection to the box at "
            + box
            + " broke: "
            + Text.harmless(String.valueOf(why.getMessage()))
            + ". Try again.");
  }

  static CommandFailedException notABox(URI box) {
    return CommandFailedException.failed(
        "What answers at " + box + " is not a Larder box. Check the address on the TV.");
  }

  /** The answer was not a success; the box's own words are used where it has some. */
  static CommandFailedException refused(URI box, HttpResponse<?> response, JsonNode problem) {
    Optional<String> detail = words(problem);
    if (isClaim(response) && (response.statusCode() == 404 || response.statusCode() == 405)) {
      return notABox(box);
    }
    return CommandFailedException.failed(
        switch (response.statusCode()) {
          case 401 -> unknown(box, response, detail);
          case 403 -> forbidden(response, detail);
          case 404 -> "The box has no such thing" + detail.map(": "::concat).orElse("") + ".";
          case 421 ->
              "The box does not answer to the name "
                  + box.getHost()
                  + ". Use its address from the TV.";
          case 429 ->
              "Too many tries. Wait " + wait(response) + " and look at the TV for a new code.";
          default ->
              detail
                  .map(words -> "The box refused: " + words + ".")
                  .orElseGet(() -> unexplained(box, response.statusCode()));
        });
  }

  /** On pairing it is the code that is wrong, else it is the token. */
  private static String unknown(URI box, HttpResponse<?> response, Optional<String> detail) {
    return isClaim(response)
        ? "The box refused: " + detail.orElse("that is not the code on the TV") + "."
        : "The box at " + box + " does not know this computer (any more). Pair it: " + PAIR;
  }

  /** On pairing there is no window for the code, else the token may not do that. */
  private static String forbidden(HttpResponse<?> response, Optional<String> detail) {
    return isClaim(response)
        ? "The code has expired, was used, or pairing is not open. Open pairing on the TV and use"
            + " the new code."
        : "The box refused: "
            + detail.orElse("this computer may not do that")
            + ". Open pairing on the TV and pair again: "
            + PAIR;
  }

  private static boolean isClaim(HttpResponse<?> response) {
    return response.uri().getPath().endsWith("/pairing/claim");
  }

  private static String unexplained(URI box, int status) {
    return "The box at "
        + box
        + " answered with error "
        + status
        + ". Try again; its log says more.";
  }

  /** RFC 9457: what is wrong this time, else what is wrong in general. */
  private static Optional<String> words(JsonNode problem) {
    String detail = problem.path("detail").asString("");
    String words = detail.isBlank() ? problem.path("title").asString("") : detail;
    String clean = Text.fit(Text.harmless(words.strip()), 300);
    return clean.isEmpty()
        ? Optional.empty()
        : Optional.of(clean.endsWith(".") ? clean.substring(0, clean.length() - 1) : clean);
  }

  private static String wait(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,5}"))
        .map(value -> Figures.duration(Duration.ofSeconds(Long.parseLong(value))))
        .orElse("a minute");
  }
}

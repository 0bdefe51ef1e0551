package larder.appliance.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What a hundred thousand titles cost: the same calls to a box with few titles and to one with
 * many, taking turns. Arguments: an empty directory, the titles of the one and of the other, and
 * how often each call is made.
 */
public final class Scale {

  private static final int STARTS = 5;

  private final ScaleHome few;
  private final ScaleHome many;
  private final int rounds;
  private final Map<String, Pair> figures = new LinkedHashMap<>();

  private Scale(ScaleHome few, ScaleHome many, int rounds) {
    this.few = few;
    this.many = many;
    this.rounds = rounds;
  }

  /** A call's times in milliseconds, at few titles and at many. */
  private record Pair(List<Double> few, List<Double> many) {}

  /** Something to ask of a box. */
  private interface Ask {
    /**
     * @return how long it took
     */
    long nanos(BenchBox box, ScaleHome home, int round) throws Exception;
  }

  public static void main(String... arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    Files.createDirectories(work);
    long startNanos = System.nanoTime();
    ScaleHome few = ScaleHome.make(work.resolve("few"), Integer.parseInt(arguments[1]));
    ScaleHome many = ScaleHome.make(work.resolve("many"), Integer.parseInt(arguments[2]));
    System.out.printf("prepared in %d s%n", (System.nanoTime() - startNanos) / 1_000_000_000);
    new Scale(few, many, Integer.parseInt(arguments[3])).run();
  }

  private void run() throws Exception {
    starts();
    try (BenchBox one = BenchBox.start(few.path(), List.of(), ScaleHome.FLAGS);
        BenchBox other = BenchBox.start(many.path(), List.of(), ScaleHome.FLAGS)) {
      calls()
          .forEach(
              (name, ask) -> figures.put(name, new Pair(new ArrayList<>(), new ArrayList<>())));
      for (int round = -rounds / 4; round < rounds; round++) { // the first are to warm up
        for (Map.Entry<String, Ask> call : calls().entrySet()) {
          double atFew = call.getValue().nanos(one, few, Math.abs(round)) / 1e6;
          double atMany = call.getValue().nanos(other, many, Math.abs(round)) / 1e6;
          if (round >= 0) {
            Pair pair = Objects.requireNonNull(figures.get(call.getKey()));
            pair.few().add(atFew);
            pair.many().add(atMany);
          }
        }
      }
      System.out.printf("rss: %d MiB, %d MiB%n", one.use().rssMiB(), other.use().rssMiB());
    }
    report();
  }

  private void starts() throws Exception {
    Pair healthy = new Pair(new ArrayList<>(), new ArrayList<>());
    Pair home = new Pair(new ArrayList<>(), new ArrayList<>());
    for (int n = 0; n < STARTS; n++) {
      start(few, healthy.few(), home.few());
      start(many, healthy.many(), home.many());
    }
    figures.put("start to healthy", healthy);
    figures.put("start to home", home);
  }

  private static void start(ScaleHome home, List<Double> healthy, List<Double> shown)
      throws Exception {
    try (BenchBox box = BenchBox.start(home.path(), List.of(), ScaleHome.FLAGS)) {
      healthy.add(box.start().healthy().toNanos() / 1e6);
      shown.add((box.start().ready().toNanos() + home(box)) / 1e6);
    }
  }

  private static Map<String, Ask> calls() {
    Map<String, Ask> calls = new LinkedHashMap<>();
    calls.put("status", (box, home, round) -> get(box, "status"));
    calls.put("library, first page", (box, home, round) -> get(box, "library?limit=50"));
    calls.put(
        "library, a show", (box, home, round) -> get(box, "library?show=" + someShow(home, round)));
    calls.put(
        "library, search",
        (box, home, round) -> get(box, "library?limit=50&query=" + someShow(home, round)));
    calls.put("title", Scale::title);
    calls.put("folders", (box, home, round) -> get(box, "folders"));
    calls.put("queue, first page", (box, home, round) -> get(box, "queue"));
    calls.put("queue, add and remove", Scale::addAndRemove);
    calls.put("queue, move", Scale::move);
    calls.put("shows, first page", (box, home, round) -> get(box, "shows?limit=100"));
    calls.put("home", (box, home, round) -> home(box));
    return calls;
  }

  private static String someShow(ScaleHome home, int round) {
    return ScaleHome.encoded(ScaleHome.show(round * 7919 % (home.shows() * 9 / 10) + 1));
  }

  private static long get(BenchBox box, String path) throws Exception {
    return box.call("GET", path, "").nanos();
  }

  private static String someTitle(BenchBox box, ScaleHome home, int round) throws Exception {
    return box.get("library?limit=1&show=" + someShow(home, round))
        .get("items")
        .get(0)
        .get("id")
        .asString();
  }

  private static long title(BenchBox box, ScaleHome home, int round) throws Exception {
    return get(box, "titles/" + someTitle(box, home, round));
  }

  private static long addAndRemove(BenchBox box, ScaleHome home, int round) throws Exception {
    // One goes first, since the queue of many titles is full.
    String last = box.get("queue?limit=1").get("items").get(0).get("id").asString();
    String title = box.get("queue?limit=1").get("items").get(0).get("title").asString();
    long remove = box.call("DELETE", "queue/" + last, "").nanos();
    return remove + box.call("POST", "queue", "{\"title\":\"" + title + "\"}").nanos();
  }

  private static long move(BenchBox box, ScaleHome home, int round) throws Exception {
    JsonNode items = box.get("queue?limit=5").get("items");
    String id = items.get(items.size() - 1).get("id").asString();
    return box.call("PATCH", "queue/" + id, "{\"position\":2}").nanos();
  }

  /** What the TV's page asks when it starts. */
  private static long home(BenchBox box) throws Exception {
    long nanos = 0;
    for (String call : List.of("status", "devices", "folders", "home")) {
      nanos += get(box, call);
    }
    return nanos;
  }

  private void report() {
    System.out.printf(
        Locale.ROOT,
        "%-24s %25s %25s %7s %7s%n",
        "milliseconds",
        "p50, p99 at " + few.titles(),
        "p50, p99 at " + many.titles(),
        "p50",
        "p99");
    double worst = 0;
    for (Map.Entry<String, Pair> figure : figures.entrySet()) {
      Spread one = Spread.of(figure.getValue().few());
      Spread other = Spread.of(figure.getValue().many());
      double ratio = other.quantile(0.99) / one.quantile(0.99);
      worst = Math.max(worst, ratio);
      System.out.printf(
          Locale.ROOT,
          "%-24s %12.2f %12.2f %12.2f %12.2f %6.2fx %6.2fx%n",
          figure.getKey(),
          one.median(),
          one.quantile(0.99),
          other.median(),
          other.quantile(0.99),
          other.median() / one.median(),
          ratio);
    }
    System.out.printf(Locale.ROOT, "worst ratio of p99, many to few titles: %.2f%n", worst);
  }
}

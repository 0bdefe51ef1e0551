package larder.appliance.queue;

import static larder.appliance.testing.Household.ANNAS_PC;
import static larder.appliance.testing.Household.SERIES;
import static larder.appliance.testing.Household.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import larder.appliance.library.TitleQuery;
import larder.appliance.store.Database;
import larder.appliance.testing.Household;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class QueueDurabilityTest {

  private static final int KILLS = 20;
  private static final int TITLES = 450;

  @TempDir Path home;

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void add_killedAtAnyInstant_losesNothingAcknowledged() throws Exception {
    stockLibrary();
    Random random = new Random(7);
    Set<String> acknowledged = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.addAll(addAndKill(acknowledged.size() + 1 + random.nextInt(20)));
      try (Database database = Database.open(home, Clock.systemUTC())) {
        assertThat(database.recovery()).isEmpty();
        Set<String> queued = queued(database);
        assertThat(queued).containsAll(acknowledged);
        assertThat(queued.size()).isBetween(acknowledged.size(), acknowledged.size() + 2 * KILLS);
      }
    }
    System.out.printf(
        "queue: %d kill -9, %d adds acknowledged, none lost%n", KILLS, acknowledged.size());
  }

  private void stockLibrary() {
    try (Household box = new Household(home)) {
      for (int n = 0; n < TITLES; n++) {
        box.catalog.putSilently(SERIES, "f" + n + ".mkv", 10, ANNAS_PC);
      }
      box.start();
      await(() -> box.library.page(TitleQuery.all(500)).items().size() == TITLES);
    }
  }

  private Set<String> addAndKill(int acknowledgements) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AddUntilKilled.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<String> acknowledged = new HashSet<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int n = 0; n < acknowledgements; n++) {
        Optional.ofNullable(out.readLine()).ifPresent(acknowledged::add);
      }
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    return acknowledged;
  }

  private static Set<String> queued(Database database) {
    List<String> titles = database.read(QueueTable::titles).stream().map(Object::toString).toList();
    return new HashSet<>(titles);
  }
}

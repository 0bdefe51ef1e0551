package larder.appliance.cli;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Follows the queue until nothing more happens by itself. Only looks: leaving changes nothing. */
final class QueueWatch {

  private static final Duration STEP = Duration.ofSeconds(1);

  private final Context context;
  private final QueueView queue;

  QueueWatch(Context context, QueueView queue) {
    this.context = context;
    this.queue = queue;
  }

  /**
   * Returns when every entry is ready, failed or paused.
   *
   * @param only ids of the entries to follow; empty for all of them
   * @return 0 if all are ready, 1 if one failed or was paused
   */
  int untilSettled(List<String> only) throws CommandFailedException, InterruptedException {
    Set<String> told = new TreeSet<>();
    try (ProgressBar bar = new ProgressBar(context.err(), context.ticker())) {
      while (true) {
        List<QueueView.Entry> entries = followed(only);
        List<QueueView.Entry> news =
            entries.stream().filter(entry -> entry.isSettled() && told.add(entry.id())).toList();
        if (!news.isEmpty()) {
          bar.endLine();
          news.forEach(this::tell);
        }
        if (entries.stream().allMatch(QueueView.Entry::isSettled)) {
          return result(entries).number();
        }
        bar.show(reading(entries));
        context.ticker().sleep(STEP);
      }
    }
  }

  private List<QueueView.Entry> followed(List<String> only)
      throws CommandFailedException, InterruptedException {
    return queue.entries().stream()
        .filter(entry -> only.isEmpty() || only.contains(entry.id()))
        .toList();
  }

  private void tell(QueueView.Entry entry) {
    String reason = entry.json().path("reason").asString("");
    context
        .out()
        .line(
            Text.harmless(
                entry.state() + "  " + entry.name() + (reason.isEmpty() ? "" : ": " + reason)));
  }

  private static ExitCode result(List<QueueView.Entry> entries) {
    boolean all = entries.stream().allMatch(entry -> entry.state().equals("ready"));
    return all ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static ProgressBar.Reading reading(List<QueueView.Entry> entries) {
    String name =
        entries.stream()
            .filter(entry -> !entry.isSettled())
            .map(QueueView.Entry::name)
            .findFirst()
            .orElse("");
    return new ProgressBar.Reading(
        Text.harmless(name),
        entries.stream().mapToLong(QueueView.Entry::done).sum(),
        entries.stream().mapToLong(QueueView.Entry::total).sum(),
        ProgressBar.Unit.BYTES);
  }
}

package larder.appliance.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SupervisorTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final ManualTicker ticker = new ManualTicker();
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final Supervisor supervisor =
      new Supervisor("box", ticker, (task, failure) -> fatal.add(task + ": " + failure));

  @Test
  void task_named_runsOnVirtualThreadOfThatName() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    SupervisedTask task =
        supervisor
            .child("mesh")
            .start(
                "announce",
                Verdict.end(),
                () -> {
                  seen.add(Thread.currentThread().getName());
                  seen.add(String.valueOf(Thread.currentThread().isVirtual()));
                });
    assertThat(task.await(SOON)).isTrue();
    assertThat(seen).containsExactly("box/mesh/announce", "true");
  }

  @Test
  void restartingTask_failsThenReturns_backsOffDoubling() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    SupervisedTask task =
        supervisor.start(
            "flaky",
            Verdict.restart(),
            () -> {
              if (runs.incrementAndGet() < 5) {
                throw new IOException("no network");
              }
            });
    assertThat(task.await(SOON)).isTrue();
    assertThat(runs).hasValue(5);
    assertThat(ticker.sleeps())
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8));
  }

  @Test
  void restartingTask_ranWellBeforeItFailed_startsBackOffAnew() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    SupervisedTask task =
        supervisor.start(
            "flaky",
            Verdict.restart(),
            () -> {
              int run = runs.incrementAndGet();
              if (run == 3) {
                ticker.pass(Duration.ofMinutes(2));
              }
              if (run < 5) {
                throw new IOException("no network");
              }
            });
    assertThat(task.await(SOON)).isTrue();
    assertThat(ticker.sleeps())
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
  }

  @Test
  void backOff_manyFailures_staysAtMost() {
    Verdict.Restart restart = new Verdict.Restart(Duration.ofMillis(300), Duration.ofSeconds(1));
    assertThat(restart.delay(1)).isEqualTo(Duration.ofMillis(300));
    assertThat(restart.delay(3)).isEqualTo(Duration.ofSeconds(1));
    assertThat(restart.delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void endingTask_fails_runsOnceAndTellsNobody() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    SupervisedTask task =
        supervisor.start(
            "once",
            Verdict.end(),
            () -> {
              runs.incrementAndGet();
              throw new IOException("gone");
            });
    assertThat(task.await(SOON)).isTrue();
    assertThat(runs).hasValue(1);
    assertThat(fatal).isEmpty();
  }

  @Test
  void vitalTaskOfChild_fails_ownerIsTold() throws Exception {
    SupervisedTask task =
        supervisor
            .child("store")
            .start(
                "writer",
                Verdict.failAll(),
                () -> {
                  throw new IOException("disk gone");
                });
    assertThat(task.await(SOON)).isTrue();
    assertThat(fatal).containsExactly("box/store/writer: java.io.IOException: disk gone");
  }

  @Test
  void close_severalTasks_stopsYoungestFirstEachBeforeTheNext() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    for (String name : List.of("first", "second", "third")) {
      CountDownLatch running = new CountDownLatch(1);
      supervisor
          .child(name)
          .start(
              "wait",
              Verdict.restart(),
              () -> {
                running.countDown();
                try {
                  new CountDownLatch(1).await();
                } finally {
                  order.add(name);
                }
              });
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
    }
    supervisor.close(SOON);
    assertThat(order).containsExactly("third", "second", "first");
    assertThat(ticker.sleeps()).isEmpty();
    supervisor.close(SOON);
  }

  @Test
  void close_taskFailsBecauseItStops_isNoFailure() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    supervisor.start(
        "socket",
        Verdict.failAll(),
        () -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IOException("closed by interrupt", e);
          }
        });
    assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
    supervisor.close(SOON);
    assertThat(fatal).isEmpty();
  }

  @Test
  void close_stubbornTask_isLeftBehindAtTheDeadline() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    SupervisedTask stubborn =
        supervisor.start(
            "stubborn",
            Verdict.end(),
            () -> {
              running.countDown();
              awaitWhateverHappens(release);
            });
    assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
    supervisor.close(Duration.ofMillis(20));
    assertThat(stubborn.isRunning()).isTrue();
    release.countDown();
    assertThat(stubborn.await(SOON)).isTrue();
  }

  @Test
  void start_afterClose_isRefused() {
    supervisor.close();
    assertThatThrownBy(() -> supervisor.start("late", Verdict.end(), () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("box is closed");
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean released = false;
    while (!released) {
      try {
        latch.await();
        released = true;
      } catch (InterruptedException e) {
        released = false; // Stubborn on purpose: the test is about a task that ignores this.
      }
    }
  }
}

package larder.appliance.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ByteBudgetTest {

  private static final int SHORT_WAIT_MS = 50;

  private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    others.shutdownNow();
  }

  @Test
  void take_moreThanIsLeft_waitsUntilSomeComesBack() throws Exception {
    ByteBudget budget = new ByteBudget(100);
    ByteBudget.Lease first = budget.take(60);
    Future<ByteBudget.Lease> second = others.submit(() -> budget.take(60));
    assertThat(isDoneSoon(second)).isFalse();
    first.close();
    second.get().close();
    assertThat(budget.leftBytes()).isEqualTo(100);
  }

  @Test
  void take_moreThanThereIs_isLetInAlone() throws Exception {
    ByteBudget budget = new ByteBudget(100);
    ByteBudget.Lease all = budget.take(1_000_000);
    Future<ByteBudget.Lease> next = others.submit(() -> budget.take(1));
    assertThat(isDoneSoon(next)).isFalse();
    all.close();
    next.get().close();
    assertThat(budget.leftBytes()).isEqualTo(100);
  }

  @Test
  void close_twice_givesBackOnce() throws Exception {
    ByteBudget budget = new ByteBudget(100);
    ByteBudget.Lease lease = budget.take(40);
    lease.close();
    lease.close();
    assertThat(budget.leftBytes()).isEqualTo(100);
  }

  @Test
  void take_byManyWhoWantAll_endsForEveryone() throws Exception {
    ByteBudget budget = new ByteBudget(100);
    AtomicInteger inside = new AtomicInteger();
    List<Future<Integer>> all = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      all.add(
          others.submit(
              () -> {
                try (ByteBudget.Lease _ = budget.take(100)) {
                  assertThat(inside.incrementAndGet()).isEqualTo(1);
                  return inside.decrementAndGet();
                }
              }));
    }
    for (Future<Integer> one : all) {
      assertThat(one.get(5, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void response_largest_isReadWhileAnIndexHoldsAllOfItsBudget() throws Exception {
    ReadBudgets budgets = new ReadBudgets(new ByteBudget(1), new ByteBudget(Limits.RESPONSE_BYTES));
    ByteBudget.Lease index = budgets.messages().take(1);
    byte[] block = new byte[Limits.BLOCK_BYTES];
    Message.Response largest = new Message.Response(7, Bytes.wrap(block), Message.ErrorCode.NONE);
    MessageReader reader = new MessageReader(new ByteArrayInputStream(written(largest)), budgets);
    try (MessageReader.Held held = reader.readHeld()) {
      assertThat(held.message()).isInstanceOf(Message.Response.class);
      assertThat(budgets.responses().leftBytes()).isLessThan(100);
    }
    assertThat(budgets.responses().leftBytes()).isEqualTo(Limits.RESPONSE_BYTES);
    index.close();
  }

  @Test
  void message_largeAndCutOff_givesItsMemoryBack() throws Exception {
    ReadBudgets budgets = ReadBudgets.standard();
    int before = budgets.responses().leftBytes();
    byte[] whole =
        written(
            new Message.Response(
                7, Bytes.wrap(new byte[2 * ReadBudgets.LARGE_BYTES]), Message.ErrorCode.NONE));
    byte[] cut = Arrays.copyOf(whole, whole.length - 1);
    MessageReader reader = new MessageReader(new ByteArrayInputStream(cut), budgets);
    assertThatThrownBy(reader::readHeld).isInstanceOf(IOException.class);
    assertThat(budgets.responses().leftBytes()).isEqualTo(before);
  }

  private static byte[] written(Message message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter(out).write(message);
    return out.toByteArray();
  }

  private static boolean isDoneSoon(Future<?> task) throws Exception {
    try {
      task.get(SHORT_WAIT_MS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}

package larder.appliance.web.http;

import java.util.concurrent.atomic.LongAdder;

/** Counts answers by the class of their status. */
public final class Traffic {

  private static final int CLASSES = 6;

  private final LongAdder[] byClass = new LongAdder[CLASSES];

  public Traffic() {
    for (int i = 0; i < CLASSES; i++) {
      byClass[i] = new LongAdder();
    }
  }

  void answered(int status) {
    byClass[Math.clamp(status / 100, 0, CLASSES - 1)].increment();
  }

  /**
   * How many answers had a status of that class.
   *
   * @param hundreds 1 for 1xx to 5 for 5xx
   */
  public long answers(int hundreds) {
    return byClass[hundreds].sum();
  }
}

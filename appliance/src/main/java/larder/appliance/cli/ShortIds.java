package larder.appliance.cli;

import java.util.List;

/** Ids cut to what tells them apart, for people who type them. */
final class ShortIds {

  private static final int LEAST = 8;

  private ShortIds() {}

  static String of(String id, List<String> all) {
    for (int length = LEAST; length < id.length(); length++) {
      String head = id.substring(0, length);
      if (all.stream().filter(other -> other.startsWith(head)).count() <= 1) {
        return head;
      }
    }
    return id;
  }
}

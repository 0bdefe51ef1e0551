package larder.appliance.web.http;

import java.util.ArrayList;
import java.util.List;

/** Header fields that several answers share. */
final class Headers {

  static final Header NO_STORE = new Header("Cache-Control", "no-store");
  static final Header NO_SNIFF = new Header("X-Content-Type-Options", "nosniff");

  private Headers() {}

  /** The fields of a JSON answer: it is about this moment and this caller. */
  static List<Header> json(List<Header> more) {
    List<Header> all = new ArrayList<>();
    all.add(new Header("Content-Type", "application/json"));
    all.add(NO_STORE);
    all.addAll(more);
    return all;
  }
}

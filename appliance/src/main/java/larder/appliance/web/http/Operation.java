package larder.appliance.web.http;

import java.util.Optional;

/**
 * What a route does, for the OpenAPI document.
 *
 * @param summary one line for developers
 * @param takes the record that its JSON body is read into, if it takes one
 * @param status the status of success
 * @param gives the record or list that its JSON answer is written from, if it gives one
 */
public record Operation(
    String summary, Optional<Class<?>> takes, int status, Optional<Class<?>> gives) {

  /** An operation that takes no body and answers 200. */
  public static Operation of(String summary) {
    return new Operation(summary, Optional.empty(), 200, Optional.empty());
  }

  public Operation takes(Class<?> body) {
    return new Operation(summary, Optional.of(body), status, gives);
  }

  public Operation gives(Class<?> answer) {
    return new Operation(summary, takes, status, Optional.of(answer));
  }

  public Operation answers(int status) {
    return new Operation(summary, takes, status, gives);
  }
}

package larder.appliance.web.http;

import java.util.List;
import java.util.Optional;

/**
 * What a route does, for the OpenAPI document.
 *
 * @param summary one line for developers
 * @param queries the names of its query parameters
 * @param takes the record that its JSON body is read into, if it takes one
 * @param status the status of success
 * @param gives the record or list that its JSON answer is written from, if it gives one
 */
public record Operation(
    String summary,
    List<String> queries,
    Optional<Class<?>> takes,
    int status,
    Optional<Class<?>> gives) {

  public Operation {
    queries = List.copyOf(queries);
  }

  /** An operation that takes no body and answers 200. */
  public static Operation of(String summary) {
    return new Operation(summary, List.of(), Optional.empty(), 200, Optional.empty());
  }

  public Operation asks(String... names) {
    return new Operation(summary, List.of(names), takes, status, gives);
  }

  public Operation takes(Class<?> body) {
    return new Operation(summary, queries, Optional.of(body), status, gives);
  }

  public Operation gives(Class<?> answer) {
    return new Operation(summary, queries, takes, status, Optional.of(answer));
  }

  public Operation answers(int status) {
    return new Operation(summary, queries, takes, status, gives);
  }
}

package larder.appliance.web.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** Writes problems as RFC 9457 documents. */
final class ProblemAnswers {

  private ProblemAnswers() {}

  static Answer answer(Problem problem) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", "application/problem+json"));
    headers.add(Headers.NO_STORE);
    headers.addAll(problem.headers());
    problem
        .retryAfter()
        .ifPresent(wait -> headers.add(new Header("Retry-After", "" + wait.toSeconds())));
    return new Answer.Whole(problem.status(), headers, Json.write(document(problem)));
  }

  private static Map<String, Object> document(Problem problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", HttpStatus.getMessage(problem.status()));
    document.put("status", problem.status());
    document.put("detail", problem.detail());
    problem.faultKey().ifPresent(key -> document.put("fault", key));
    return document;
  }
}

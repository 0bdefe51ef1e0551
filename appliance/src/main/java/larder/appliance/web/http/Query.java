package larder.appliance.web.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The parameters after the question mark. */
final class Query {

  private final Fields fields;

  private Query(Fields fields) {
    this.fields = fields;
  }

  static Query of(Request request) throws ProblemException {
    try {
      return new Query(Request.extractQueryParameters(request));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Problem.badRequest("The query string is not well-formed.").toException();
    }
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  /** All parameters, each with all its values. */
  Map<String, List<String>> toMap() {
    Map<String, List<String>> map = new HashMap<>();
    fields.forEach(field -> map.put(field.getName(), field.getValues()));
    return map;
  }

  private List<String> all(String name) {
    Fields.Field field = fields.get(name);
    return field == null ? List.of() : field.getValues();
  }

  /** The one value of {@code name}; saying it twice is refused, since one of them would be lost. */
  Optional<String> one(String name) throws ProblemException {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw Problem.badRequest("The parameter \"" + name + "\" was given twice.").toException();
    }
    return values.stream().findFirst();
  }
}

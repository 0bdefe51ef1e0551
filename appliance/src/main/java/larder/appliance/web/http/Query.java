package larder.appliance.web.http;

import java.util.List;
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

  List<String> all(String name) {
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

package larder.appliance.web.http;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a body to its record: a component that is not {@code @Nullable} must have been sent. The
 * OpenAPI document calls the same components required.
 */
public final class RequiredFields {

  private RequiredFields() {}

  /** Whether a body must have this field. */
  public static boolean isRequired(RecordComponent component) {
    return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** Refuses a record, or a list of them, that lacks a field, at any depth. */
  static void check(String where, Object value) throws ProblemException {
    if (value instanceof List<?> list) {
      for (Object item : list) {
        checkPresent(where + "[]", item);
      }
      return;
    }
    if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        String field = where.isEmpty() ? component.getName() : where + "." + component.getName();
        Object part = read(component, value);
        if (part != null) {
          check(field, part);
        } else if (isRequired(component)) {
          throw missing(field);
        }
      }
    }
  }

  private static void checkPresent(String where, @Nullable Object item) throws ProblemException {
    if (item == null) {
      throw missing(where);
    }
    check(where, item);
  }

  private static ProblemException missing(String field) {
    return Problem.badRequest("The field \"" + field + "\" is missing.").toException();
  }

  private static @Nullable Object read(RecordComponent component, Object owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}

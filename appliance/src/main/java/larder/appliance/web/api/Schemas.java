package larder.appliance.web.api;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import larder.appliance.web.http.RequiredFields;

/** JSON schemas (2020-12) of records, each under its simple name. */
final class Schemas {

  private static final Map<Class<?>, Map<String, Object>> PLAIN =
      Map.of(
          String.class, Map.of("type", "string"),
          Instant.class, Map.of("type", "string", "format", "date-time"),
          boolean.class, Map.of("type", "boolean"),
          Boolean.class, Map.of("type", "boolean"),
          int.class, Map.of("type", "integer"),
          Integer.class, Map.of("type", "integer"),
          long.class, Map.of("type", "integer", "format", "int64"),
          Long.class, Map.of("type", "integer", "format", "int64"),
          double.class, Map.of("type", "number"),
          Double.class, Map.of("type", "number"));

  private final Map<String, Object> components = new TreeMap<>();
  private final Map<String, Class<?>> owners = new TreeMap<>();

  Map<String, Object> components() {
    return components;
  }

  /** A reference to the schema of {@code type}, which is added if it is new. */
  Map<String, Object> of(Class<?> type) {
    Map<String, Object> plain = PLAIN.get(type);
    if (plain != null) {
      return plain;
    }
    if (!type.isRecord()) {
      return Map.of(); // anything
    }
    String name = type.getSimpleName();
    Class<?> owner = owners.putIfAbsent(name, type);
    if (owner == null) {
      components.put(name, object(type));
    } else if (owner != type) {
      throw new IllegalStateException("two shapes are called " + name);
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  private Map<String, Object> object(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Map<String, Object> schema = of(component.getAnnotatedType());
      boolean isRequired = RequiredFields.isRequired(component);
      properties.put(component.getName(), isRequired ? schema : orNull(schema));
      if (isRequired) {
        required.add(component.getName());
      }
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "object");
    object.put("properties", properties);
    object.put("required", required);
    return object;
  }

  private Map<String, Object> of(AnnotatedType type) {
    if (type.getType() instanceof Class<?> plain) {
      return of(plain);
    }
    if (type instanceof AnnotatedParameterizedType list) {
      return Map.of("type", "array", "items", of(list.getAnnotatedActualTypeArguments()[0]));
    }
    return Map.of();
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }
}

package larder.appliance.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Holds a value to the few words of JSON Schema that the box's document uses. */
final class SchemaCheck {

  private SchemaCheck() {}

  static void check(String where, JsonNode document, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      check(where, document, document.at(schema.get("$ref").asString().substring(1)), value);
    } else if (schema.has("anyOf")) {
      if (!value.isNull()) {
        check(where, document, schema.get("anyOf").get(0), value);
      }
    } else if (schema.has("type")) {
      checkType(where, document, schema, value);
    }
  }

  private static void checkType(String where, JsonNode document, JsonNode schema, JsonNode value) {
    switch (schema.get("type").asString()) {
      case "string" -> assertThat(value.isString()).as(where).isTrue();
      case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
      case "number" -> assertThat(value.isNumber()).as(where).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
      case "array" ->
          value.forEach(item -> check(where + "[]", document, schema.get("items"), item));
      case "object" -> checkObject(where, document, schema, value);
      default -> throw new AssertionError(where + " has an unknown type in " + schema);
    }
  }

  private static void checkObject(
      String where, JsonNode document, JsonNode schema, JsonNode value) {
    schema
        .get("required")
        .forEach(name -> assertThat(value.has(name.asString())).as(where + "." + name).isTrue());
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode property = schema.get("properties").get(field.getKey());
      assertThat(property).as(where + "." + field.getKey()).isNotNull();
      check(where + "." + field.getKey(), document, property, field.getValue());
    }
  }
}

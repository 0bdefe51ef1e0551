package larder.appliance.web.http;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads and writes JSON bodies: strict about what it reads, bounded in depth and lengths. */
public final class Json {

  /** The API's bodies are two levels deep; more is an attack. */
  private static final int MAX_DEPTH = 16;

  /** A 64-bit number has 20 digits. */
  private static final int MAX_NUMBER_CHARS = 32;

  /** The longest text is a URL. */
  private static final int MAX_STRING_CHARS = 16 << 10;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_CHARS)
                          .maxStringLength(MAX_STRING_CHARS)
                          .maxNameLength(256)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Json() {}

  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** Reads {@code bytes} into a record; the problem names the field and what is wrong with it. */
  static <T> T read(byte[] bytes, Class<T> type) throws ProblemException {
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value == null) {
        throw Problem.badRequest("The body is null; an object is expected.").toException();
      }
      RequiredFields.check("", value);
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw Problem.badRequest(unknownField(e)).toException();
    } catch (DatabindException e) {
      throw Problem.badRequest(badValue(e)).toException();
    } catch (JacksonException e) {
      throw Problem.badRequest("The body is not valid JSON" + where(e) + ".").toException();
    }
  }

  private static String unknownField(UnrecognizedPropertyException e) {
    List<String> known =
        e.getKnownPropertyIds() == null
            ? List.of()
            : e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
    return "Unknown field \"" + printable(e.getPropertyName()) + "\"; known: " + known + ".";
  }

  private static String badValue(DatabindException e) {
    String field =
        e.getPath().stream()
            .map(step -> step.getPropertyName() == null ? "[]" : step.getPropertyName())
            .collect(Collectors.joining("."));
    return field.isEmpty()
        ? "The body is not an object of the expected shape" + where(e) + "."
        : "Field \"" + printable(field) + "\" has a value of the wrong type" + where(e) + ".";
  }

  private static String where(JacksonException e) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 0
        ? ""
        : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  /** A caller's own text, short and harmless to send back. */
  private static String printable(String text) {
    String clean = text.replaceAll("\\p{C}", "?");
    return clean.length() <= 64 ? clean : clean.substring(0, 64) + "…";
  }
}

package larder.appliance.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The settings as typed, each with where it came from; flags win over variables over the file. */
final class RawSettings {

  static final String VARIABLE_PREFIX = "LARDER_";

  /**
   * Variables that are no settings: the home, the command line's box, and what tests and launcher
   * use.
   */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "LARDER_HOME",
          "LARDER_BOX",
          "LARDER_TOKEN",
          "LARDER_SYNCTHING",
          "LARDER_SYNCTHING_OLD",
          "LARDER_JAVA_OPTS");

  /** No configuration is as large. */
  private static final long MAX_FILE_BYTES = 1 << 20;

  /** As much of an unknown name as a message shows. */
  private static final int MAX_NAME_CHARS = 60;

  private final Map<SettingKey, Typed> values = new EnumMap<>(SettingKey.class);

  private RawSettings() {}

  static RawSettings read(Map<String, String> flags, Map<String, String> environment, Path file)
      throws ConfigException {
    RawSettings settings = new RawSettings();
    settings.readFile(file);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (isSetting(variable.getKey())) {
        settings.put(variable.getKey(), variable.getValue(), SettingKey::asVariable, "");
      }
    }
    for (Map.Entry<String, String> flag : flags.entrySet()) {
      settings.put(flag.getKey(), flag.getValue(), SettingKey::asFlag, "--");
    }
    return settings;
  }

  Optional<Typed> value(SettingKey key) {
    return Optional.ofNullable(values.get(key));
  }

  private void readFile(Path file) throws ConfigException {
    if (!Files.exists(file)) {
      return;
    }
    JsonNode root = parse(file);
    if (!root.isObject()) {
      throw new ConfigException(
          file + " must hold one JSON object, for example {\"name\": \"Den\"}");
    }
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      JsonNode value = property.getValue();
      if (value.isContainer() || value.isNull()) {
        throw new ConfigException(
            file + ": " + shortened(property.getKey()) + " must be a text or a number");
      }
      put(property.getKey(), value.asString(), SettingKey::inFile, file + ": ");
    }
  }

  private static JsonNode parse(Path file) throws ConfigException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ConfigException(file + " is larger than the limit of 1 MiB");
      }
      JsonMapper mapper =
          JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
      return mapper.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new ConfigException(file + " is no valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void put(String name, String value, Function<SettingKey, String> spelling, String prefix)
      throws ConfigException {
    for (SettingKey key : SettingKey.values()) {
      if (spelling.apply(key).equals(name)) {
        values.put(key, new Typed(value, prefix + name));
        return;
      }
    }
    List<String> known = Arrays.stream(SettingKey.values()).map(spelling).toList();
    throw new ConfigException(
        prefix
            + shortened(name)
            + " is no setting; the nearest is "
            + Nearest.to(shortened(name), known));
  }

  private static boolean isSetting(String variable) {
    return variable.startsWith(VARIABLE_PREFIX) && !OTHER_VARIABLES.contains(variable);
  }

  private static String shortened(String name) {
    return name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) : name;
  }

  /**
   * A value as typed.
   *
   * @param origin what to name in a message
   */
  record Typed(String text, String origin) {

    <T> T as(Function<String, T> type) throws ConfigException {
      try {
        return type.apply(text);
      } catch (IllegalArgumentException e) {
        throw new ConfigException(origin + ": " + e.getMessage(), e);
      }
    }
  }
}

package larder.appliance.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import larder.appliance.config.NetworkSettings.Discovery;
import larder.appliance.config.WebSettings.PrivateAddresses;

/**
 * What the owner can set.
 *
 * @param name what the household calls this device, 1 to {@link #MAX_NAME_CHARS} printable
 *     characters; empty when nobody said
 * @param kioskTokenFile where to write a fresh token with every scope at start
 */
public record Settings(
    Optional<String> name,
    NetworkSettings network,
    CacheSettings cache,
    StateSettings state,
    WebSettings web,
    Optional<Path> kioskTokenFile) {

  /** As long as a mesh device's name. */
  public static final int MAX_NAME_CHARS = 64;

  private static final int HTTP_PORT = 8080;
  private static final int MESH_PORT = 22000;
  private static final DataSize BUDGET = new DataSize(20L << 30);
  private static final Duration BACKUP_EVERY = Duration.ofDays(1);

  /**
   * Reads the settings.
   *
   * @param flags by their names without dashes in front; they win
   * @param environment of which {@code LARDER_*} count
   * @param file {@code config.json}, which need not exist
   * @throws ConfigException if a key is unknown or a value is bad; says which, why, and the limit
   */
  public static Settings load(Map<String, String> flags, Map<String, String> environment, Path file)
      throws ConfigException {
    RawSettings raw = RawSettings.read(flags, environment, file);
    return new Settings(
        optional(raw, SettingKey.NAME, Settings::checkedName),
        new NetworkSettings(
            optional(raw, SettingKey.HTTP, ListenAddress::parse)
                .orElse(new ListenAddress("", HTTP_PORT)),
            optional(raw, SettingKey.MESH, ListenAddress::parse)
                .orElse(new ListenAddress("", MESH_PORT)),
            optional(raw, SettingKey.DISCOVERY, Discovery::parse).orElse(Discovery.LAN),
            new MeetingPlaces(
                optional(raw, SettingKey.DISCOVERY_SERVERS, MeetingPlaces::parse),
                optional(raw, SettingKey.RELAYS, MeetingPlaces::parse).orElse(List.of()))),
        optional(raw, SettingKey.BUDGET, text -> new CacheSettings(DataSize.parse(text)))
            .orElse(new CacheSettings(BUDGET)),
        optional(raw, SettingKey.BACKUP_EVERY, text -> new StateSettings(TimeSpan.parse(text)))
            .orElse(new StateSettings(BACKUP_EVERY)),
        optional(raw, SettingKey.ALLOW_PRIVATE_ADDRESSES, WebSettings::parse)
            .orElse(new WebSettings(PrivateAddresses.REFUSED)),
        optional(raw, SettingKey.KIOSK_TOKEN_FILE, Path::of));
  }

  private static <T> Optional<T> optional(RawSettings raw, SettingKey key, Function<String, T> type)
      throws ConfigException {
    Optional<RawSettings.Typed> typed = raw.value(key);
    return typed.isPresent() ? Optional.of(typed.get().as(type)) : Optional.empty();
  }

  private static String checkedName(String text) {
    String name = text.strip();
    if (name.isEmpty()
        || name.length() > MAX_NAME_CHARS
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a name has 1 to " + MAX_NAME_CHARS + " printable characters, not \"" + text + "\"");
    }
    return name;
  }
}

package larder.appliance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import larder.appliance.config.NetworkSettings.Discovery;
import larder.appliance.config.WebSettings.PrivateAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir Path home;

  @Test
  void load_nothingSaid_hasDefaults() throws Exception {
    Settings settings = Settings.load(Map.of(), Map.of("PATH", "/bin"), file());
    assertThat(settings)
        .isEqualTo(
            new Settings(
                Optional.empty(),
                new NetworkSettings(
                    new ListenAddress("", 8080),
                    new ListenAddress("", 22000),
                    Discovery.LAN,
                    new MeetingPlaces(Optional.empty(), List.of())),
                new CacheSettings(DataSize.parse("20G")),
                new StateSettings(Duration.ofDays(1)),
                new WebSettings(PrivateAddresses.REFUSED),
                Optional.empty()));
  }

  @Test
  void load_everythingSaid_mapsItAll() throws Exception {
    Files.writeString(
        file(),
        "{\"name\": \"Den\", \"http\": \"1.2.3.4:1\", \"backupEvery\": \"2h\", \"allowPrivateAddresses\": true}");
    Settings settings =
        Settings.load(
            Map.of("http", "127.0.0.1:0", "kiosk-token-file", "/k"),
            Map.of(
                "LARDER_HTTP",
                ":9",
                "LARDER_MESH",
                "[::1]:7",
                "LARDER_DISCOVERY",
                "off",
                "LARDER_DISCOVERY_SERVERS",
                "https://a/, https://b/",
                "LARDER_RELAYS",
                "relay://c",
                "LARDER_BUDGET",
                "1.5T",
                "LARDER_SYNCTHING",
                "/x"),
            file());
    assertThat(settings)
        .isEqualTo(
            new Settings(
                Optional.of("Den"),
                new NetworkSettings(
                    new ListenAddress("127.0.0.1", 0),
                    new ListenAddress("::1", 7),
                    Discovery.OFF,
                    new MeetingPlaces(
                        Optional.of(List.of("https://a/", "https://b/")), List.of("relay://c"))),
                new CacheSettings(new DataSize(3L << 39)),
                new StateSettings(Duration.ofHours(2)),
                new WebSettings(PrivateAddresses.ALLOWED),
                Optional.of(Path.of("/k"))));
  }

  @Test
  void load_unknownKey_namesTheNearest() throws Exception {
    Files.writeString(file(), "{\"bugdet\": \"1G\"}");
    assertRefused(Map.of(), Map.of(), "config.json: bugdet", "nearest is budget");
    Files.writeString(file(), "{}");
    assertRefused(Map.of("htpt", ":1"), Map.of(), "--htpt", "nearest is http");
    assertRefused(Map.of(), Map.of("LARDER_NAM", "x"), "LARDER_NAM ", "nearest is LARDER_NAME");
  }

  @ParameterizedTest
  @CsvSource({
    "budget, 12X, no size",
    "budget, 1M, 'less than the least, 64M'",
    "http, 1.2.3.4, no ADDR:PORT",
    "http, :70000, port 70000 is not from 0 to 65535",
    "discovery, maybe, 'none of lan, global, off'",
    "relays, 'a b c d e f g h i', 'limit of 8'",
    "backup-every, 1s, '1s is less than the least, 10m'",
    "name, '', 1 to 64"
  })
  void load_badValue_namesValueAndLimit(String flag, String value, String words) {
    assertRefused(Map.of(flag, value), Map.of(), "--" + flag + ": ", words);
  }

  @ParameterizedTest
  @CsvSource({"[], one JSON object", "'{\"name\": {}}', must be a text", "'{', no valid JSON"})
  void load_badFile_isRefused(String text, String words) throws Exception {
    Files.writeString(file(), text);
    assertRefused(Map.of(), Map.of(), "config.json", words);
  }

  private void assertRefused(
      Map<String, String> flags, Map<String, String> environment, String... words) {
    assertThatThrownBy(() -> Settings.load(flags, environment, file()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(words);
  }

  private Path file() {
    return home.resolve("config.json");
  }
}

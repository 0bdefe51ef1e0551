package larder.appliance.config;

import java.util.Locale;

/** The settings that there are, by name. */
enum SettingKey {
  NAME("name"),
  HTTP("http"),
  MESH("mesh"),
  DISCOVERY("discovery"),
  DISCOVERY_SERVERS("discoveryServers"),
  RELAYS("relays"),
  BUDGET("budget"),
  BACKUP_EVERY("backupEvery"),
  ALLOW_PRIVATE_ADDRESSES("allowPrivateAddresses"),
  KIOSK_TOKEN_FILE("kioskTokenFile");

  private final String inFile;

  SettingKey(String inFile) {
    this.inFile = inFile;
  }

  String inFile() {
    return inFile;
  }

  String asFlag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String asVariable() {
    return RawSettings.VARIABLE_PREFIX + name();
  }
}

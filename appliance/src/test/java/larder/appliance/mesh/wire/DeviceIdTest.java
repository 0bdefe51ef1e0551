package larder.appliance.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdTest {

  private static final String TEXT =
      "P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2";
  private static final String HEX =
      "7f7c8723ecca5b4d22061c4981b34c34d865ec376be1eb74330873c9a6f9b205";

  @ParameterizedTest
  @CsvSource({
    HEX + "," + TEXT,
    "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20,"
        + "AEBAGBA-FAYDQQA-CIKBMGA-2DQPCA6-IREEYUC-ULBOGAW-ZDINRYH-I6D4QAF",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
        + "7777777-777777N-7777777-777777N-7777777-777777N-7777777-77777Q4",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,"
        + "4OYMIQU-Y7QOBJR-GX36TEJ-S35ZEQD-T24QPEM-SNZGTFB-ESWMRW6-CSXBKQD",
  })
  void textForm_ofKnownIds_isTheReferences(String hex, String text) {
    DeviceId id = DeviceId.of(HexFormat.of().parseHex(hex));
    assertThat(id).hasToString(text);
    assertThat(DeviceId.parse(text)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TEXT,
        "p561017mzjnu2yiqgdreydm2mgtimgl3bxnpq6w5bmt88z4tjxzwicq2",
        "P56IOI7 MZJNU2Y IQGDREY DM2MGTI MGL3BXN PQ6W5BM TBBZ4TJ XZWICQ2\n",
        "P56IOI7MZJNU2IQGDREYDM2MGTMGL3BXNPQ6W5BTBBZ4TJXZWICQ",
      })
  void parse_asPeopleType_isTheSameId(String text) {
    assertThat(DeviceId.parse(text)).hasToString(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P56IOI7",
        "P56IOI7MZJNU2IQGDREYDM2MGTMGL3BXNPQ6W5BTBBZ4TJXZWICQCCCC",
        "P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ3",
        "P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ9",
        "P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2-XX",
        "<script>alert(1)</script>",
      })
  void parse_ofSomethingElse_saysNotADeviceId(String text) {
    assertThatThrownBy(() -> DeviceId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a device id: ");
  }

  @Test
  void parse_ofEndlessText_isRefused() {
    assertThatThrownBy(() -> DeviceId.parse("A".repeat(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void check_ofTheReferencesExample_isG() {
    assertThat(DeviceId.check("AB725E4GHIQPL3ZFGT")).isEqualTo('G');
    assertThatThrownBy(() -> DeviceId.check("AB725E4GHIQPL3ZFG1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shortId_isTheFirstEightBytes() {
    assertThat(DeviceId.parse(TEXT).shortId()).isEqualTo(0x7f7c8723ecca5b4dL);
    assertThat(DeviceId.parse(TEXT).shortText()).isEqualTo("P56IOI7");
  }

  @Test
  void order_isUnsigned() {
    byte[] high = new byte[32];
    Arrays.fill(high, (byte) 0xff);
    assertThat(DeviceId.of(high)).isGreaterThan(DeviceId.of(new byte[32]));
  }
}

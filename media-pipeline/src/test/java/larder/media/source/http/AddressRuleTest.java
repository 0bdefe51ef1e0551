package larder.media.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRuleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "2606:4700::1111",
        "64:ff9b::101:101",
        "2002:101:101::1",
        "169.253.0.1",
        "100.128.0.1"
      })
  void address_public_isAllowedByBoth(String address) {
    assertThat(AddressRule.PUBLIC_ONLY.allows(InetAddress.ofLiteral(address))).isTrue();
    assertThat(AddressRule.PRIVATE_TOO.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.0.9",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "::1",
        "fc00::1",
        "fd12::3",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "64:ff9b::c0a8:101"
      })
  void address_ofTheHousehold_isAllowedOnlyIfTheOwnerSaysSo(String address) {
    assertThat(AddressRule.PUBLIC_ONLY.allows(InetAddress.ofLiteral(address))).isFalse();
    assertThat(AddressRule.PRIVATE_TOO.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.251",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::7f00:1",
        "fe80::1",
        "fec0::1",
        "ff02::fb",
        "2001::1",
        "2001:db8::1",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "64:ff9b:1::1",
        "100::1"
      })
  void address_thatNoFilmLivesAt_isNeverAllowed(String address) {
    assertThat(AddressRule.PUBLIC_ONLY.allows(InetAddress.ofLiteral(address))).isFalse();
    assertThat(AddressRule.PRIVATE_TOO.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {127, 10, 169})
  void address_mappedIntoIpv6_isWhatItStandsFor(int first) throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = (byte) first;
    mapped[13] = (byte) 254;
    mapped[15] = 1;
    InetAddress address = java.net.Inet6Address.getByAddress("x", mapped, -1);
    assertThat(AddressRule.PUBLIC_ONLY.allows(address)).isFalse();
    assertThat(AddressRule.PRIVATE_TOO.allows(address)).isEqualTo(first != 169);
  }
}

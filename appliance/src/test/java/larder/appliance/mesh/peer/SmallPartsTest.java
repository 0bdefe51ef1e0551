package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, waits, words and places: what the links are made of and has no home of its own. */
class SmallPartsTest {

  @ParameterizedTest
  @CsvSource({
    "dynamic, dynamic",
    "tcp://pc.local:22001, tcp://pc.local:22001",
    "tcp://192.0.2.1, tcp://192.0.2.1:22000",
    "'tcp://[2001:db8::1]:5', 'tcp://[2001:db8::1]:5'",
    "relay://192.0.2.1, relay://192.0.2.1:22067",
    "'relay://a:1/?pingInterval=1m&id=AEBAGBA-FAYDQQA-CIKBMGA-2DQPCA6-IREEYUC-ULBOGAW-ZDINRYH-I6D4QAF', relay://a:1/?id=AEBAGBA-FAYDQQA-CIKBMGA-2DQPCA6-IREEYUC-ULBOGAW-ZDINRYH-I6D4QAF",
  })
  void address_wellFormed_isRead(String text, String canonical) {
    assertThat(PeerAddress.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pc",
        "quic://a:1",
        "relay://",
        "relay://a:0",
        "relay://u@a:1",
        "relay://a:1/?id=XYZ",
        "tcp://",
        "tcp://a:0",
        "tcp://a:70000",
        "tcp://u@a:1",
        "tcp://a:1/x",
        "tcp://a:1?q",
        "http://a",
        "tcp:// a"
      })
  void address_ofAnotherForm_isRefused(String text) {
    assertThatThrownBy(() -> PeerAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waits_doubleUpToTheMost_andStartAnew() {
    Backoff backoff = new Backoff(PeerTiming.standard(), new Random(1));
    Duration before = Duration.ZERO;
    for (int i = 0; i < 6; i++) {
      Duration wait = backoff.next();
      assertThat(wait).isGreaterThan(before).isLessThanOrEqualTo(Duration.ofSeconds(1L << i));
      before = wait;
    }
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(60));
    }
    backoff.reset();
    assertThat(backoff.next()).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
  }

  @Test
  void words_ofStrangers_areHarmless() {
    assertThat(HarmlessText.of("a\u202egpj.exe\u0007\u001b[31m\nb", 64))
        .isEqualTo("agpj.exe[31m b");
    assertThat(HarmlessText.of("x".repeat(1000), 64)).hasSize(64);
    assertThat(HarmlessText.of("Küche 🎬", 64)).isEqualTo("Küche 🎬");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, LAN",
    "192.168.7.9, LAN",
    "10.1.2.3, LAN",
    "169.254.3.4, LAN",
    "fe80::1, LAN",
    "fd12::1, LAN",
    "203.0.113.9, INTERNET",
    "2001:db8::9, INTERNET",
  })
  void reach_ofAddress_isHomeOrWorld(String address, PeerState.Reach reach) throws Exception {
    assertThat(Reaches.of(InetAddress.getByName(address))).isEqualTo(reach);
  }
}

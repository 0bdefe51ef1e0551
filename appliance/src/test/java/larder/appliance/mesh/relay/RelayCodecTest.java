package larder.appliance.mesh.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RelayCodecTest {

  private static final DeviceId DEVICE = DeviceId.of(filled(32, 7));

  static Stream<RelayMessage> messages() {
    return Stream.of(
        new RelayMessage.Ping(),
        new RelayMessage.Pong(),
        new RelayMessage.Full(),
        new RelayMessage.Join(""),
        new RelayMessage.Join("a word of five bytes and more"),
        new RelayMessage.JoinSession(Bytes.wrap(filled(32, 3))),
        new RelayMessage.JoinSession(Bytes.wrap(filled(5, 3))),
        new RelayMessage.Answer(1, "not found"),
        new RelayMessage.Connect(DEVICE),
        new RelayMessage.Invitation(
            DEVICE,
            Bytes.wrap(filled(8, 1)),
            Bytes.wrap(new byte[] {10, 0, 0, 1}),
            22_067,
            RelayMessage.Role.SERVER),
        new RelayMessage.Invitation(
            DEVICE, Bytes.wrap(filled(8, 1)), Bytes.EMPTY, 1, RelayMessage.Role.CLIENT));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void message_writtenAndRead_isTheSame(RelayMessage message) throws Exception {
    byte[] bytes = RelayCodec.encode(message);
    assertThat(bytes.length % 4).as("filled up").isZero();
    ByteArrayInputStream in = new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 9));
    assertThat(RelayCodec.read(in)).isEqualTo(message);
    assertThat(in.available()).as("not a byte more is read").isEqualTo(9);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void message_cutAnywhere_isRefused(RelayMessage message) {
    byte[] bytes = RelayCodec.encode(message);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
    }
    for (int body = 0; body < bytes.length - 12; body += 4) {
      byte[] shorter = Arrays.copyOf(bytes, 12 + body);
      ByteBuffer.wrap(shorter).putInt(8, body);
      if (!(message instanceof RelayMessage.Join)) {
        assertThatThrownBy(() -> read(shorter)).isInstanceOf(WireException.class);
      }
    }
  }

  @Test
  void message_asTheRelayWritesIt_isUnderstood() throws Exception {
    byte[] answer =
        HexFormat.of().parseHex("9e79bc400000000400000010" + "00000000000000077375636365737300");
    assertThat(read(answer)).isEqualTo(new RelayMessage.Answer(0, "success"));
    byte[] ping = HexFormat.of().parseHex("9e79bc400000000000000000");
    assertThat(read(ping)).isEqualTo(new RelayMessage.Ping());
  }

  /** A negative length once crashed relays and devices alike: CVE-2021-21404. */
  @ParameterizedTest
  @CsvSource({"-1", "-2147483648", "1025", "2147483647"})
  void declaredLength_ofTheMessage_isHeldToTheLimit(int length) {
    byte[] bytes = RelayCodec.encode(new RelayMessage.Answer(0, "x"));
    ByteBuffer.wrap(bytes).putInt(8, length);
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(String.valueOf(length));
  }

  @ParameterizedTest
  @CsvSource({"-1", "-2147483648", "-3", "33", "1024", "2147483647"})
  void declaredLength_ofAPart_isHeldToTheLimit(int length) {
    byte[] bytes = RelayCodec.encode(new RelayMessage.Connect(DEVICE));
    ByteBuffer.wrap(bytes).putInt(12, length);
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(WireException.class);
  }

  @Test
  void invitation_thatMakesNoSense_isRefused() {
    RelayMessage.Invitation sound =
        new RelayMessage.Invitation(
            DEVICE, Bytes.wrap(filled(8, 1)), Bytes.EMPTY, 1, RelayMessage.Role.CLIENT);
    byte[] port = RelayCodec.encode(sound);
    ByteBuffer.wrap(port).putInt(port.length - 8, 70_000);
    assertThatThrownBy(() -> read(port)).hasMessageContaining("70000");
    byte[] address =
        RelayCodec.encode(
            new RelayMessage.Invitation(
                DEVICE, Bytes.EMPTY, Bytes.wrap(filled(5, 1)), 1, RelayMessage.Role.CLIENT));
    assertThatThrownBy(() -> read(address)).hasMessageContaining("address of 5 bytes");
  }

  /** Whatever comes: a message or a refusal, never another failure. */
  @Test
  void randomBytes_always_areAMessageOrRefused() {
    Random random = new Random(16);
    RelayMessage[] all = messages().toArray(RelayMessage[]::new);
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = RelayCodec.encode(all[random.nextInt(all.length)]);
      for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
        bytes[random.nextInt(4, bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(read(bytes)).isNotNull();
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 199_999);
  }

  private static RelayMessage read(byte[] bytes) throws IOException {
    return RelayCodec.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}

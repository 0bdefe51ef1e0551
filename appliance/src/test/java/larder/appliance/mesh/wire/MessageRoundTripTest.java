package larder.appliance.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageRoundTripTest {

  @ParameterizedTest
  @MethodSource("larder.appliance.mesh.wire.Samples#messages")
  void message_writtenAndRead_isTheSame(Message message) throws IOException {
    assertThat(read(written(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("larder.appliance.mesh.wire.Samples#messages")
  void message_cutAtEveryByte_ends(Message message) throws IOException {
    byte[] whole = written(message);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void clusterConfig_uncompressed_hasAHeaderOfNoBytes() throws IOException {
    byte[] bytes = written(new Message.ClusterConfig(java.util.List.of(), false));
    assertThat(bytes).containsExactly(0, 0, 0, 0, 0, 0);
  }

  @Test
  void ping_isSixAndNothing() throws IOException {
    assertThat(written(new Message.Ping())).containsExactly(0, 2, 8, 6, 0, 0, 0, 0);
  }

  @Test
  void request_asBytes_hasTheReferencesFields() throws IOException {
    Message request =
        new Message.Request(1, "f", "n", 131072, 131072, Bytes.wrap(new byte[] {1}), 1);
    assertThat(HexFormat.of().formatHex(written(request)))
        .isEqualTo(
            "0002"
                + "0803"
                + "00000015"
                + "0801120166"
                + "1a016e"
                + "20808008"
                + "28808008"
                + "320101"
                + "4801");
  }

  @Test
  void index_ofManyFiles_travelsCompressed() throws IOException {
    byte[] bytes = written(new Message.Index("f", Samples.files()));
    assertThat(Arrays.copyOf(bytes, 6)).containsExactly(0, 4, 8, 1, 16, 1);
    assertThat(bytes.length).isLessThan(2_000);
  }

  @Test
  void index_ofAnOlderPeer_tellsItsWeakHashes() throws IOException {
    byte[] entry =
        new ProtoWriter(200)
            .text(1, "f")
            .varint(3, 5)
            .varint(10, 1)
            .message(16, block -> block.varint(2, 5).bytes(3, new byte[32]).varint(4, 0xfffffff0L))
            .toBytes();
    byte[] body = new ProtoWriter(300).text(1, "x").bytes(2, entry).toBytes();
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(HexFormat.of().parseHex("0002" + "0801" + "%08x".formatted(body.length)));
    frame.writeBytes(body);
    Message.Index index = (Message.Index) read(frame.toByteArray());
    assertThat(index.files().getFirst().blocks().weakHashes()).containsExactly(-16);
    assertThat(Samples.file("f", 5, 1).blocks().weakHashes()).isEmpty();
  }

  @Test
  void message_ofUnknownType_isPassedOver() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HexFormat.of().parseHex("0002" + "0863" + "00000003" + "ffffff"));
    bytes.writeBytes(written(new Message.Ping()));
    MessageReader reader = new MessageReader(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(reader.read()).isEqualTo(new Message.Ignored(99));
    assertThat(reader.read()).isEqualTo(new Message.Ping());
  }

  @Test
  void hello_writtenAndRead_isTheSame() throws IOException {
    Hello hello = new Hello("Küche", "larder", "v0.1");
    byte[] bytes = HelloCodec.encode(hello);
    assertThat(HelloCodec.read(new ByteArrayInputStream(bytes))).isEqualTo(hello);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "2ea7d90b"
                + "0018"
                + "0a064bc3bc636865"
                + "12066c6172646572"
                + "1a0476302e31"
                + "2001");
  }

  static byte[] written(Message message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter(out).write(message);
    return out.toByteArray();
  }

  static Message read(byte[] bytes) throws IOException {
    return new MessageReader(new ByteArrayInputStream(bytes)).read();
  }
}

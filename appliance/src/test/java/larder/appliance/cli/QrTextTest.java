package larder.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrTextTest {

  private static final String URL = "http://192.168.1.20:8080/#t=abcdef0123456789";

  /** Reads the drawing back: every module must be where the code has it. */
  @Test
  void draw_plain_showsEveryModule() {
    QrCode code = QrCode.encodeText(URL, QrCode.Ecc.LOW);
    List<String> lines = QrText.of(URL).draw(Output.Palette.PLAIN).lines().toList();
    assertThat(lines).hasSize((code.size + 5) / 2).allMatch(line -> line.length() == code.size + 4);
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        char block = lines.get((y + 2) / 2).charAt(x + 2);
        boolean light = block == '█' || block == (y % 2 == 0 ? '▀' : '▄');
        assertThat(light).as("%d,%d", x, y).isEqualTo(!code.getModule(x, y));
      }
    }
  }

  @Test
  void draw_colour_isBlackOnWhiteWhateverTheGround() {
    assertThat(QrText.of(URL).draw(Output.Palette.COLOUR).lines())
        .allMatch(line -> line.startsWith("\u001b[30;107m") && line.endsWith("\u001b[0m"));
  }
}

package larder.appliance.cli;

import java.net.URI;

/** The way in for a person: a URL to open and the same as a QR code. */
final class Invitation {

  private Invitation() {}

  static void print(Output output, URI url, Output.Palette palette) {
    output.line("");
    output.line("Open " + url);
    output.line("or point a phone's camera here (the link works once):");
    output.line("");
    output.line(QrText.of(url.toString()).draw(palette));
  }
}

package larder.appliance.mesh.peer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells of every byte that comes, so that a large message on a slow link is no silence. */
final class HeardStream extends FilterInputStream {

  private final Runnable heard;

  HeardStream(InputStream in, Runnable heard) {
    super(in);
    this.heard = heard;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    heard.run();
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    heard.run();
    return read;
  }
}

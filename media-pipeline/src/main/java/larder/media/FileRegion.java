package larder.media;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A run of verified bytes in a file, which go to a channel without passing through the process. Not
 * safe for several threads.
 */
public interface FileRegion {

  /**
   * How many bytes can go next, after {@code sentBytes} that went: a step of bounded size, not all
   * that is left. 0 at the region's end, and when what comes next is no longer held; the rest must
   * be had another way then.
   *
   * @throws MediaException {@code CLOSING} when its reader was closed
   */
  long leftBytes(long sentBytes) throws MediaException;

  /**
   * Sends what comes after {@code sentBytes}, as much as {@code target} takes without waiting.
   *
   * @return bytes sent; 0 when the target takes none now, or {@link #leftBytes} has become 0
   * @throws IOException when the target fails, or the thread was interrupted: then nobody knows how
   *     much went
   */
  long transferTo(long sentBytes, WritableByteChannel target) throws IOException;
}

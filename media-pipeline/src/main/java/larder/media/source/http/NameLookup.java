package larder.media.source.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host's name into addresses; the seam where tests give names what they like. */
@FunctionalInterface
public interface NameLookup {

  /** The system's own resolver. */
  NameLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /**
   * The addresses of {@code host}, best first; a literal gives itself. Blocks.
   *
   * @throws UnknownHostException if nobody knows it
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;
}

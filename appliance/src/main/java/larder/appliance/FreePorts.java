package larder.appliance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import larder.appliance.cli.CommandFailedException;

/**
 * Asks whether addresses can be listened on before a new home is made, so that a start that must
 * fail leaves nothing behind. Only a look: whoever binds later may still find the address taken.
 */
final class FreePorts {

  private FreePorts() {}

  /**
   * Takes each address for a moment.
   *
   * @param byFlag the flag that chooses another address, and the address
   * @throws CommandFailedException naming the first that is taken or not this computer's
   */
  static void require(Map<String, InetSocketAddress> byFlag) throws CommandFailedException {
    for (Map.Entry<String, InetSocketAddress> wanted : byFlag.entrySet()) {
      require(wanted.getKey(), wanted.getValue());
    }
  }

  private static void require(String flag, InetSocketAddress address)
      throws CommandFailedException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(
          true); // as the listeners do: a connection that just ended is no reason
      socket.bind(address);
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "cannot listen on %s:%d (%s): stop what uses it, or choose another with %s. Nothing was made."
              .formatted(address.getHostString(), address.getPort(), e.getMessage(), flag));
    }
  }
}

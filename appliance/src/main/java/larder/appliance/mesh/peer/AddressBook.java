package larder.appliance.mesh.peer;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import larder.appliance.mesh.wire.DeviceId;

/**
 * Where devices were last heard of. A hint and nothing more: who answers there proves itself by its
 * certificate.
 */
public interface AddressBook {

  /** Addresses worth dialling now, the best first; empty if none is known. Must not block. */
  List<InetSocketAddress> addressesOf(DeviceId device);

  /** Relays at which the device waits, as it says; empty if none is known. Must not block. */
  default List<PeerAddress.Relay> relaysOf(DeviceId device) {
    return List.of();
  }

  /** Calls {@code listener} soon after a device got a new address. */
  AutoCloseable onChange(Consumer<DeviceId> listener);

  /** An address book that knows nobody. */
  static AddressBook empty() {
    return new AddressBook() {
      @Override
      public List<InetSocketAddress> addressesOf(DeviceId device) {
        return List.of();
      }

      @Override
      public AutoCloseable onChange(Consumer<DeviceId> listener) {
        return () -> {};
      }
    };
  }
}

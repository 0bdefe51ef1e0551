package larder.appliance;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import larder.appliance.mesh.peer.AddressBook;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.wire.DeviceId;

/**
 * The address book before discovery runs, and then all that discovery knows, the nearest first:
 * discovery announces the port that the listener got, and the listener needs an address book to be
 * opened.
 */
final class LateAddressBook implements AddressBook {

  private final List<Consumer<DeviceId>> listeners = new CopyOnWriteArrayList<>();
  private final List<AddressBook> books = new CopyOnWriteArrayList<>();

  /** Answers from {@code book} too from now on, after those before. */
  void follow(AddressBook book) {
    books.add(book);
    AutoCloseable _ = book.onChange(device -> listeners.forEach(each -> each.accept(device)));
  }

  @Override
  public List<InetSocketAddress> addressesOf(DeviceId device) {
    return books.stream().flatMap(book -> book.addressesOf(device).stream()).distinct().toList();
  }

  @Override
  public List<PeerAddress.Relay> relaysOf(DeviceId device) {
    return books.stream().flatMap(book -> book.relaysOf(device).stream()).distinct().toList();
  }

  @Override
  public AutoCloseable onChange(Consumer<DeviceId> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}

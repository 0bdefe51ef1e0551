package larder.appliance;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import larder.appliance.mesh.peer.AddressBook;
import larder.appliance.mesh.wire.DeviceId;

/**
 * The address book before discovery runs: discovery announces the port that the listener got, and
 * the listener needs an address book to be opened.
 */
final class LateAddressBook implements AddressBook {

  private final List<Consumer<DeviceId>> listeners = new CopyOnWriteArrayList<>();
  private volatile AddressBook book = AddressBook.empty();

  /** Answers from {@code book} from now on. */
  void follow(AddressBook book) {
    this.book = book;
    AutoCloseable _ = book.onChange(device -> listeners.forEach(each -> each.accept(device)));
  }

  @Override
  public List<InetSocketAddress> addressesOf(DeviceId device) {
    return book.addressesOf(device);
  }

  @Override
  public AutoCloseable onChange(Consumer<DeviceId> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}

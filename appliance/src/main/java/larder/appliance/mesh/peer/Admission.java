package larder.appliance.mesh.peer;

import java.net.InetSocketAddress;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;

/** Who is let in. Asked on the connection's own thread, by many at once; must answer quickly. */
public interface Admission {

  /** Whether the device is one of ours; only such a device is told this one's name. */
  boolean knows(DeviceId device);

  /**
   * What to do with a device that showed its certificate and said hello.
   *
   * @param hello its own words, not to be trusted
   */
  Decision decide(DeviceId device, Hello hello, InetSocketAddress remote);

  /** The answer. */
  enum Decision {
    ADMIT,
    /** The owner will be asked; the connection is dropped. */
    PENDING,
    /** The connection is dropped. */
    REFUSE
  }
}

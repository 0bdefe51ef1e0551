package larder.appliance.mesh.discovery;

import java.util.List;
import larder.appliance.mesh.wire.DeviceId;

/**
 * What a device says about itself to its LAN. Nobody signs it: a hint, no more.
 *
 * @param addresses URLs, unjudged
 * @param instanceId random for each start, so that others notice one
 */
record Announcement(DeviceId id, List<String> addresses, long instanceId) {
  Announcement {
    addresses = List.copyOf(addresses);
  }
}

package larder.appliance.web;

import java.net.InetSocketAddress;
import java.util.Set;
import larder.appliance.web.http.Credentials;
import larder.appliance.web.stream.TitleFiles;
import larder.media.stream.Streams;

/**
 * What the HTTP side is made of.
 *
 * @param address where to listen; port 0 takes any free one
 * @param hostNames the names that the box answers to beside {@code localhost} and its addresses
 */
public record WebParts(
    InetSocketAddress address,
    Set<String> hostNames,
    Credentials credentials,
    TitleFiles files,
    Streams streams) {

  public WebParts {
    hostNames = Set.copyOf(hostNames);
  }
}

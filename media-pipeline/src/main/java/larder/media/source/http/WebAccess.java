package larder.media.source.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import larder.media.Timers;

/**
 * How this box goes out to the web: by which rule, resolver, certificates and time.
 *
 * @param rule which addresses may be connected to
 * @param names resolves hosts
 * @param tls checks certificates as the platform does
 * @param timers end what takes too long
 * @param userAgent who we say we are, for example {@code larder/1.0}
 */
public record WebAccess(
    AddressRule rule, NameLookup names, SSLSocketFactory tls, Timers timers, String userAgent) {

  /**
   * Resolves the host of {@code url}, once: whoever connects uses these addresses and asks nobody
   * again, since the answer may be another one the next time.
   *
   * @throws WebException {@code FORBIDDEN} if any of the addresses may not be connected to: a name
   *     that points inside, if only in part, is not to be trusted; {@code UNREACHABLE} if nobody
   *     knows the name
   */
  Endpoint endpoint(WebUrl url) throws WebException {
    List<InetAddress> addresses;
    try {
      addresses = names.addresses(url.host());
    } catch (UnknownHostException e) {
      throw new WebException(
          WebException.Kind.UNREACHABLE, "Nobody knows the server " + url.host(), e);
    }
    for (InetAddress address : addresses) {
      if (!rule.allows(address)) {
        throw new WebException(
            WebException.Kind.FORBIDDEN,
            "\""
                + url.host()
                + "\" is at "
                + address.getHostAddress()
                + ", where this box does not go");
      }
    }
    if (addresses.isEmpty()) {
      throw new WebException(
          WebException.Kind.UNREACHABLE, "The server " + url.host() + " has no address");
    }
    return new Endpoint(url, addresses);
  }

  /**
   * A URL and where to connect for it.
   *
   * @param addresses checked, one or more
   */
  record Endpoint(WebUrl url, List<InetAddress> addresses) {
    Endpoint {
      addresses = List.copyOf(addresses);
    }
  }
}

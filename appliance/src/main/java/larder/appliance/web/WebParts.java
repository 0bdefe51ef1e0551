package larder.appliance.web;

import java.net.InetSocketAddress;
import java.util.Set;
import larder.appliance.event.EventLog;
import larder.appliance.library.Library;
import larder.appliance.library.Progress;
import larder.appliance.mesh.Activity;
import larder.appliance.mesh.Mesh;
import larder.appliance.queue.QueueService;
import larder.appliance.security.OneTimeTickets;
import larder.appliance.security.Pairing;
import larder.appliance.security.SignedUrls;
import larder.appliance.security.Tokens;
import larder.appliance.web.api.BoxFacts;
import larder.appliance.web.stream.TitleFiles;
import larder.media.cache.CacheView;
import larder.media.stream.Streams;

/** What the HTTP side is made of; all of it open already. */
public record WebParts(
    Listen listen, BoxFacts facts, Doors doors, Members members, EventLog events, Stock stock) {

  /**
   * Where to listen.
   *
   * @param address port 0 takes any free one
   * @param hostNames the names that the box answers to beside {@code localhost} and its addresses,
   *     such as {@code larder.local}
   */
  public record Listen(InetSocketAddress address, Set<String> hostNames) {
    public Listen {
      hostNames = Set.copyOf(hostNames);
    }
  }

  /** The household's devices and folders, and what happened in them. */
  public record Members(Mesh mesh, Activity activity) {}

  /** Who is let in. */
  public record Doors(
      Tokens tokens, SignedUrls signedUrls, Pairing pairing, OneTimeTickets tickets) {}

  /**
   * What there is to watch.
   *
   * @param files normally {@link LibraryFiles}
   */
  public record Stock(
      Library library,
      QueueService queue,
      Progress progress,
      CacheView cache,
      Streams streams,
      TitleFiles files) {}
}

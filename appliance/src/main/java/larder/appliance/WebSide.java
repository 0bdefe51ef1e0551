package larder.appliance;

import javax.net.ssl.SSLSocketFactory;
import larder.appliance.config.Version;
import larder.appliance.webtitle.WebLookout;
import larder.appliance.webtitle.WebShelf;
import larder.appliance.webtitle.WebSources;
import larder.media.Timers;
import larder.media.cache.ChunkStore;
import larder.media.source.http.AddressRule;
import larder.media.source.http.NameLookup;
import larder.media.source.http.WebAccess;

/**
 * The box's way out to web servers.
 *
 * @param lookout asks servers about files; to be started when library and queue listen
 */
record WebSide(WebShelf shelf, WebSources sources, WebLookout lookout) {

  /** Opens it with what an earlier run left. */
  static WebSide open(Foundation ground, ChunkStore store, Timers timers) {
    WebAccess access =
        new WebAccess(
            rule(ground),
            NameLookup.SYSTEM,
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            timers,
            "larder/" + Version.number());
    WebShelf shelf = new WebShelf(ground.database(), store);
    shelf.open();
    WebSources sources = ground.owns(new WebSources(shelf, store, access));
    return new WebSide(shelf, sources, new WebLookout(shelf, sources, store, access));
  }

  private static AddressRule rule(Foundation ground) {
    return switch (ground.settings().web().privateAddresses()) {
      case REFUSED -> AddressRule.PUBLIC_ONLY;
      case ALLOWED -> AddressRule.PRIVATE_TOO;
    };
  }
}

package larder.appliance.cli;

import java.net.URI;
import java.util.Optional;

/** A box that serves. */
public interface RunningBox extends Running {

  /**
   * Where a browser of the owner starts: the box's page with a one-time ticket in its fragment
   * ({@code #t=…}); empty if it serves no page.
   */
  Optional<URI> ticketUrl();
}

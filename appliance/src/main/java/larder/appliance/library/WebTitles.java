package larder.appliance.library;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import larder.media.Manifest;
import larder.media.TitleId;

/** Titles whose bytes come from web servers, as library and queue see them. Never asks a server. */
public interface WebTitles {

  /**
   * Checks what somebody wants from the web.
   *
   * @throws IllegalArgumentException if it may not be asked for; the message names the value
   */
  NewTitle accept(WebRequest request);

  /** The chunks of a title; empty until its server told, and after it refused. */
  Optional<Manifest> manifest(TitleId id);

  /** Where a title stands; empty if it is none from the web. */
  Optional<WebStanding> standing(TitleId id);

  /** Looks at a title again soon: it was queued, taken off the queue, or somebody will not wait. */
  void look(TitleId id);

  /** Calls {@code listener} with titles that changed, on a thread of the web's own. */
  Library.Subscription onChange(Consumer<Set<TitleId>> listener);

  /** A title that is yet to be written. */
  interface NewTitle {
    TitleId id();

    TitleName name();

    /** Writes it, unless it is there; inside the caller's transaction. */
    void store(Connection connection) throws SQLException;
  }
}

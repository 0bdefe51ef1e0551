package larder.appliance.testing;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import larder.appliance.library.Library;
import larder.appliance.library.WebRequest;
import larder.appliance.library.WebStanding;
import larder.appliance.library.WebTitles;
import larder.media.Manifest;
import larder.media.TitleId;

/** A box without a way out to the web: it accepts no URL. */
public final class NoWebTitles implements WebTitles {

  @Override
  public NewTitle accept(WebRequest request) {
    throw new IllegalArgumentException("\"" + request.url() + "\" is not for this box");
  }

  @Override
  public Optional<Manifest> manifest(TitleId id) {
    return Optional.empty();
  }

  @Override
  public Optional<WebStanding> standing(TitleId id) {
    return Optional.empty();
  }

  @Override
  public void look(TitleId id) {}

  @Override
  public Library.Subscription onChange(Consumer<Set<TitleId>> listener) {
    return () -> {};
  }
}

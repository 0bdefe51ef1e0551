package larder.appliance.queue;

import java.util.OptionalInt;
import larder.appliance.library.WebRequest;
import larder.media.TitleId;

/** What to queue. */
public sealed interface AddRequest {

  /** One title. */
  record OfTitle(TitleId title) implements AddRequest {}

  /** A show, or one season of it, in the order of its episodes. */
  record OfShow(String show, OptionalInt season) implements AddRequest {}

  /** Something on the web. */
  record OfUrl(WebRequest request) implements AddRequest {}
}

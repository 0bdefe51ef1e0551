package larder.appliance.web.stream;

import java.util.Optional;
import larder.media.TitleId;

/** Knows which bytes a title has now. */
@FunctionalInterface
public interface TitleFiles {

  Optional<TitleFile> find(TitleId id);
}

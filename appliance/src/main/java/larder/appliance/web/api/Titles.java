package larder.appliance.web.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import larder.appliance.library.Availability;
import larder.appliance.library.Title;
import larder.appliance.library.Title.Keeping;
import larder.appliance.library.WatchState;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.ProblemException;
import larder.media.TitleId;
import org.jspecify.annotations.Nullable;

/** A title as JSON. */
final class Titles {

  private Titles() {}

  static TitleShape shape(Title title) {
    return new TitleShape(
        title.id().value(),
        Words.of(title.name().kind()),
        title.name().show().orElse(null),
        orNull(title.name().season()),
        title.name().episodes(),
        title.name().name(),
        orNull(title.name().year()),
        title.folder().value(),
        title.path(),
        title.sizeBytes(),
        title.duration().map(Duration::toSeconds).orElse(null),
        shape(title.availability()),
        shape(title.progress()),
        title.keep() == Keeping.KEPT,
        new Images(),
        "/stream/" + title.id().value());
  }

  /** The title that a call's query names, if any. */
  static Optional<TitleId> asked(Call call) throws ProblemException {
    Optional<String> asked = call.query("title");
    return asked.isEmpty()
        ? Optional.empty()
        : Optional.of(Inputs.parsed("title", asked.get(), TitleId::new));
  }

  static List<TitleShape> shapes(List<Title> titles) {
    return titles.stream().map(Titles::shape).toList();
  }

  static ProgressShape shape(WatchState state) {
    return new ProgressShape(state.position().toMillis() / 1000.0, state.watched());
  }

  private static AvailabilityShape shape(Availability availability) {
    return new AvailabilityShape(
        Words.of(availability.state()),
        availability.cachedBytes(),
        ids(availability.sources()),
        ids(availability.holders()),
        availability.readyIn().map(Duration::toSeconds).orElse(null),
        availability.why().orElse(null));
  }

  private static List<String> ids(List<DeviceId> devices) {
    return devices.stream().map(DeviceId::toString).toList();
  }

  private static @Nullable Integer orNull(OptionalInt value) {
    return value.isPresent() ? (Integer) value.getAsInt() : null;
  }

  record TitleShape(
      String id,
      String kind,
      @Nullable String show,
      @Nullable Integer season,
      List<Integer> episodes,
      String name,
      @Nullable Integer year,
      String folder,
      String path,
      long sizeBytes,
      @Nullable Long durationSeconds,
      AvailabilityShape availability,
      ProgressShape progress,
      boolean keep,
      Images images,
      String streamUrl) {}

  record AvailabilityShape(
      String state,
      long cachedBytes,
      List<String> sources,
      List<String> holders,
      @Nullable Long readyInSeconds,
      @Nullable String why) {}

  record ProgressShape(double positionSeconds, boolean watched) {}

  /** Posters and sheets; this build makes none. */
  record Images() {}
}

package larder.appliance.library;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import larder.appliance.library.Availability.State;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.wire.DeviceId;
import larder.media.cache.CacheView;
import larder.media.prefetch.Prefetching;

/** Tells for a page of titles where their bytes are, from one look at who is connected. */
final class Availabilities {

  private final Catalog catalog;
  private final CacheView cache;
  private final Prefetching prefetching;
  private final WebTitles web;
  private final Map<DeviceId, DeviceView> devices;

  Availabilities(LibraryPorts ports) {
    this.catalog = ports.catalog();
    this.cache = ports.cache();
    this.prefetching = ports.prefetching();
    this.web = ports.web();
    this.devices =
        ports.mesh().devices().stream()
            .collect(Collectors.toMap(DeviceView::id, device -> device, (one, same) -> one));
  }

  Availability of(TitleRow row) {
    long cachedBytes = row.content().map(cache::cachedBytes).orElse(0L);
    if (row.isFromWeb()) {
      return fromWeb(row, cachedBytes);
    }
    if (cachedBytes > 0 && cachedBytes >= row.sizeBytes()) {
      List<DeviceId> holders = catalog.holders(row.folder(), row.path());
      return new Availability(
          State.READY,
          cachedBytes,
          connected(holders),
          holders,
          Optional.of(Duration.ZERO),
          Optional.empty());
    }
    return row.gone() ? gone(row, cachedBytes) : incomplete(row, cachedBytes);
  }

  private Availability fromWeb(TitleRow row, long cachedBytes) {
    Optional<WebStanding> known = web.standing(row.id());
    boolean isFound = known.filter(now -> now.state() == WebStanding.State.FOUND).isPresent();
    boolean isReady = isFound && cachedBytes > 0 && cachedBytes >= row.sizeBytes();
    State elsewhere = isFound ? State.REMOTE : State.UNREACHABLE;
    Optional<Duration> readyIn =
        isReady
            ? Optional.of(Duration.ZERO)
            : row.content().flatMap(content -> prefetching.progress(content).readyIn());
    return new Availability(
        isReady ? State.READY : cachedBytes > 0 ? State.PARTIAL : elsewhere,
        cachedBytes,
        List.of(),
        List.of(),
        readyIn,
        isReady ? Optional.empty() : Optional.of(whyNotReady(row, cachedBytes, known)));
  }

  private static String whyNotReady(TitleRow row, long cachedBytes, Optional<WebStanding> known) {
    String server = known.map(WebStanding::server).orElse("a web server");
    String where =
        cachedBytes > 0
            ? percent(row, cachedBytes) + " is here, the rest is on " + server
            : "It is on " + server;
    return known.map(WebStanding::sentence).filter(said -> !said.isEmpty()).orElse(where);
  }

  private static Availability gone(TitleRow row, long cachedBytes) {
    String rest = cachedBytes > 0 ? "; " + percent(row, cachedBytes) + " of it is here" : "";
    return new Availability(
        State.UNREACHABLE,
        cachedBytes,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of("Its file is no longer in the folder" + rest));
  }

  private Availability incomplete(TitleRow row, long cachedBytes) {
    List<DeviceId> holders = catalog.holders(row.folder(), row.path());
    List<DeviceId> sources = connected(holders);
    State state =
        cachedBytes > 0 ? State.PARTIAL : sources.isEmpty() ? State.UNREACHABLE : State.REMOTE;
    Optional<Duration> readyIn =
        sources.isEmpty()
            ? Optional.empty()
            : row.content().flatMap(content -> prefetching.progress(content).readyIn());
    return new Availability(
        state,
        cachedBytes,
        sources,
        holders,
        readyIn,
        Optional.of(why(row, cachedBytes, holders, sources)));
  }

  private String why(
      TitleRow row, long cachedBytes, List<DeviceId> holders, List<DeviceId> sources) {
    String here = cachedBytes > 0 ? percent(row, cachedBytes) + " is here, the rest is " : "It is ";
    if (!sources.isEmpty()) {
      return here + "on " + names(sources);
    }
    if (holders.isEmpty()) {
      return here + "on no device that this box knows";
    }
    return here
        + "on "
        + names(holders)
        + (holders.size() == 1 ? ", which is" : ", which are")
        + " away";
  }

  private List<DeviceId> connected(List<DeviceId> holders) {
    return holders.stream().filter(this::isConnected).toList();
  }

  private boolean isConnected(DeviceId id) {
    DeviceView device = devices.get(id);
    return device != null && device.state() == DeviceView.State.CONNECTED;
  }

  private String names(List<DeviceId> ids) {
    return ids.stream().map(this::name).collect(Collectors.joining(" and "));
  }

  private String name(DeviceId id) {
    DeviceView device = devices.get(id);
    return device == null ? "a device that left" : device.name();
  }

  private static String percent(TitleRow row, long cachedBytes) {
    return Math.max(1, cachedBytes * 100 / Math.max(1, row.sizeBytes())) + " %";
  }
}

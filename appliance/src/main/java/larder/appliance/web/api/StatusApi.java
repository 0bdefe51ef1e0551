package larder.appliance.web.api;

import java.util.List;
import larder.appliance.mesh.Mesh;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Route;
import larder.media.cache.CacheUsage;
import larder.media.cache.CacheView;

/** {@code status}: the box in a few figures. */
public final class StatusApi {

  private final BoxFacts facts;
  private final Mesh mesh;
  private final CacheView cache;

  public StatusApi(BoxFacts facts, Mesh mesh, CacheView cache) {
    this.facts = facts;
    this.mesh = mesh;
    this.cache = cache;
  }

  public List<Route> routes() {
    return List.of(
        Paths.holding(Scope.WATCH)
            .get(
                "status",
                Operation.of("The box in a few figures.").gives(Status.class),
                call -> Answer.ok(status())));
  }

  private Status status() {
    CacheUsage usage = cache.usage();
    return new Status(
        facts.name(),
        mesh.self().toString(),
        facts.version(),
        facts.uptime().get().toSeconds(),
        new Cache(usage.budgetBytes(), usage.usedBytes(), usage.keptBytes(), usage.freeDiskBytes()),
        new Updates("none", "This build does not update itself; install a newer one by hand."));
  }

  record Status(
      String name, String id, String version, long uptimeSeconds, Cache cache, Updates updates) {}

  record Cache(long budgetBytes, long usedBytes, long keptBytes, long freeDiskBytes) {}

  record Updates(String state, String reason) {}
}

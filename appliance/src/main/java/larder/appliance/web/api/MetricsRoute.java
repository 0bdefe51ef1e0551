package larder.appliance.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.IntSupplier;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Header;
import larder.appliance.web.http.Method;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.PathTemplate;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Rule;
import larder.appliance.web.http.Traffic;
import larder.media.cache.CacheUsage;
import larder.media.cache.CacheView;

/** {@code /metrics}: a few true figures in Prometheus' text format, version 0.0.4. */
public final class MetricsRoute {

  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final CacheView cache;
  private final Traffic traffic;
  private final IntSupplier openStreams;
  private final IntSupplier listeners;

  public MetricsRoute(
      CacheView cache, Traffic traffic, IntSupplier openStreams, IntSupplier listeners) {
    this.cache = cache;
    this.traffic = traffic;
    this.openStreams = openStreams;
    this.listeners = listeners;
  }

  public List<Route> routes() {
    return List.of(
        new Route(
            Method.GET,
            new PathTemplate("/metrics"),
            new Rule.LocalOrHolding(Scope.ADMIN),
            Operation.of("Figures for Prometheus."),
            call ->
                new Answer.Whole(
                    200, List.of(new Header("Content-Type", TYPE)), text().getBytes(UTF_8))));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    CacheUsage usage = cache.usage();
    gauge(text, "larder_cache_budget_bytes", "What the cache may hold.", usage.budgetBytes());
    gauge(text, "larder_cache_used_bytes", "What the cache holds.", usage.usedBytes());
    gauge(text, "larder_cache_kept_bytes", "What eviction never takes.", usage.keptBytes());
    gauge(text, "larder_disk_free_bytes", "What the disk has left.", usage.freeDiskBytes());
    gauge(text, "larder_streams_open", "Streams that clients read.", openStreams.getAsInt());
    gauge(text, "larder_listeners_open", "Listeners for events.", listeners.getAsInt());
    Runtime runtime = Runtime.getRuntime();
    long heapUsed = runtime.totalMemory() - runtime.freeMemory();
    gauge(text, "larder_heap_used_bytes", "Java heap in use.", heapUsed);
    gauge(text, "larder_heap_max_bytes", "Java heap at most.", runtime.maxMemory());
    head(text, "larder_http_answers_total", "Answers by the class of their status.", "counter");
    for (int hundreds = 1; hundreds <= 5; hundreds++) {
      text.append("larder_http_answers_total{class=\"").append(hundreds).append("xx\"} ");
      text.append(traffic.answers(hundreds)).append('\n');
    }
    return text.toString();
  }

  private static void gauge(StringBuilder text, String name, String help, long value) {
    head(text, name, help, "gauge");
    text.append(name).append(' ').append(value).append('\n');
  }

  private static void head(StringBuilder text, String name, String help, String type) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}

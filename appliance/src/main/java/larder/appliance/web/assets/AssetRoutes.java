package larder.appliance.web.assets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Header;
import larder.appliance.web.http.Method;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.PathTemplate;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Rule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the page and its files. */
public final class AssetRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(AssetRoutes.class);

  private static final String FOLDER = "META-INF/larder-ui/";
  private static final String INDEX = "index.html";
  private static final String ZIPPED = ".gz";

  /** Where the one page answers; it looks at the address itself. */
  private static final List<String> PAGE_PATHS = List.of("/", "/pair");

  /** Only the page's own files, and no page of others around it. */
  private static final Header POLICY =
      new Header(
          "Content-Security-Policy",
          "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none';"
              + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("json", "application/json"),
          Map.entry("md", "text/plain; charset=utf-8"));

  private AssetRoutes() {}

  /** Routes for all files that {@code loader} has; none, with a warning, if there is no page. */
  public static List<Route> routes(ClassLoader loader) {
    Map<String, byte[]> files = AssetFolder.read(loader, FOLDER, INDEX);
    if (files.isEmpty()) {
      LOG.warn("this build has no page: the API answers, and / does not");
    }
    List<Route> routes = new ArrayList<>();
    files.forEach(
        (path, bytes) -> {
          if (!path.endsWith(ZIPPED)) {
            Asset asset = new Asset(path, bytes, Optional.ofNullable(files.get(path + ZIPPED)));
            paths(asset).forEach(at -> routes.add(route(at, asset)));
          }
        });
    return routes;
  }

  private static List<String> paths(Asset asset) {
    return asset.path().equals(INDEX) ? PAGE_PATHS : List.of("/" + asset.path());
  }

  private static Route route(String path, Asset asset) {
    String etag = asset.etag();
    return new Route(
        Method.GET,
        new PathTemplate(path),
        new Rule.Everyone(),
        Operation.of("A file of the page."),
        call -> answer(call, asset, etag));
  }

  private static Answer answer(Call call, Asset asset, String etag) {
    boolean zip = asset.zipped().isPresent() && acceptsGzip(call.header("Accept-Encoding"));
    List<Header> headers = headers(asset, etag);
    if (call.header("If-None-Match").filter(etag::equals).isPresent()) {
      return new Answer.Empty(304, headers);
    }
    headers.add(new Header("Content-Type", type(asset.path())));
    if (zip) {
      headers.add(new Header("Content-Encoding", "gzip"));
    }
    return new Answer.Whole(200, headers, zip ? asset.zipped().get() : asset.bytes());
  }

  private static List<Header> headers(Asset asset, String etag) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("ETag", etag));
    headers.add(new Header("Vary", "Accept-Encoding"));
    headers.add(
        new Header(
            "Cache-Control",
            asset.isHashed() ? "public, max-age=31536000, immutable" : "no-cache"));
    headers.add(POLICY);
    headers.add(new Header("Referrer-Policy", "no-referrer"));
    return headers;
  }

  private static boolean acceptsGzip(Optional<String> accepted) {
    return accepted.isPresent()
        && List.of(accepted.get().toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)).stream()
            .anyMatch(
                coding ->
                    coding.equals("gzip")
                        || (coding.startsWith("gzip;") && !coding.matches(".*q=0(\\.0*)?$")));
  }

  private static String type(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(ending, "application/octet-stream");
  }
}

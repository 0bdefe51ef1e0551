package larder.appliance.webtitle;

import java.util.Map;
import java.util.Optional;
import larder.appliance.library.WebTitleRows;
import larder.media.source.http.FileNames;
import larder.media.source.http.WebResource;
import larder.media.source.http.WebUrl;

/** What the file of a title from the web is called: as its user, its server or its URL says. */
final class WebNames {

  private static final Map<String, String> ENDINGS =
      Map.of(
          "video/mp4", ".mp4",
          "video/x-matroska", ".mkv",
          "video/matroska", ".mkv",
          "video/webm", ".webm",
          "video/quicktime", ".mov",
          "video/mp2t", ".ts",
          "video/x-msvideo", ".avi",
          "video/mpeg", ".mpg");

  /** Something after the last dot, so that a dot in a name is no ending. */
  private static final String NO_ENDING = ".video";

  private WebNames() {}

  /** As far as is known before the server was asked. */
  static String before(WebUrl url, Optional<String> name) {
    String fromUrl = FileNames.of(url).orElse(url.host());
    return named(name, fromUrl, Optional.empty());
  }

  static String of(WebRow row, WebResource resource) {
    String told = resource.fileName().orElse(row.url().host());
    return named(row.name(), told, resource.mediaType());
  }

  private static String named(Optional<String> name, String told, Optional<String> mediaType) {
    String ending =
        WebTitleRows.isVideo(told)
            ? told.substring(told.lastIndexOf('.'))
            : mediaType.map(ENDINGS::get).orElse(NO_ENDING);
    String base = WebTitleRows.isVideo(told) ? told.substring(0, told.lastIndexOf('.')) : told;
    return name.orElse(base) + ending;
  }
}

package larder.media.format;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A container, with the content type that it is served under and the endings of its files. */
public enum MediaFormat {
  MP4("video/mp4", "mp4 m4v"),
  QUICKTIME("video/quicktime", "mov qt"),
  MATROSKA("video/x-matroska", "mkv"),
  WEBM("video/webm", "webm"),
  AVI("video/x-msvideo", "avi"),
  MPEG_TS("video/mp2t", "ts"),
  /** Transport stream with a time before each packet, as on Blu-ray discs and in camcorders. */
  M2TS("video/mp2t", "m2ts mts"),
  MPEG_PS("video/mpeg", "mpg mpeg vob"),
  OGG("video/ogg", "ogv ogg ogm"),
  FLV("video/x-flv", "flv"),
  ASF("video/x-ms-asf", "wmv asf"),
  UNKNOWN("application/octet-stream", "");

  private final String contentType;
  private final String endings;

  MediaFormat(String contentType, String endings) {
    this.contentType = contentType;
    this.endings = endings;
  }

  public String contentType() {
    return contentType;
  }

  /** A guess from a file's name, for as long as its first bytes are not here. */
  public static MediaFormat ofName(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> List.of(format.endings.split(" ", -1)).contains(ending))
        .filter(format -> !ending.isEmpty())
        .findFirst()
        .orElse(UNKNOWN);
  }
}

package larder.appliance.demo;

import java.util.List;

/** The containers of the samples: every place where a player meets a file's index. */
public enum Container {
  /** MP4 with its index in front. */
  MP4_INDEX_FIRST("mp4", Codecs.H264_AAC, "-c:s mov_text -movflags +faststart"),
  /** MP4 with its index at the end, as cameras and plain ffmpeg write it. */
  MP4_INDEX_LAST("mp4", Codecs.H264_AAC, "-c:s mov_text"),
  /** Matroska with its cues at the end. */
  MATROSKA("mkv", Codecs.H264_AAC, "-c:s srt"),
  /** WebM: VP8, Opus, WebVTT. */
  WEBM("webm", Codecs.VP8_OPUS, "-c:s webvtt");

  private final String extension;
  private final Codecs codecs;
  private final String muxing;

  Container(String extension, Codecs codecs, String muxing) {
    this.extension = extension;
    this.codecs = codecs;
    this.muxing = muxing;
  }

  /** The file name's ending, without the dot. */
  public String extension() {
    return extension;
  }

  List<String> encoding() {
    return words(codecs.arguments);
  }

  List<String> muxing() {
    return words(muxing);
  }

  private static List<String> words(String arguments) {
    return List.of(arguments.split(" "));
  }

  private enum Codecs {
    /**
     * The cheapest encoding there is: no finer than need be ({@code qpmin}), then padded to a
     * steady rate, so that files have a film's size.
     */
    H264_AAC(
        "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -threads 1 -b:v 1400k -minrate 1400k"
            + " -maxrate 1400k -bufsize 2800k -x264-params nal-hrd=cbr:qpmin=30 -c:a aac -aac_coder fast -b:a 96k"),
    VP8_OPUS(
        "-c:v libvpx -deadline realtime -cpu-used 8 -pix_fmt yuv420p -g 30 -threads 1 -b:v 1000k"
            + " -c:a libopus -b:a 64k");

    private final String arguments;

    Codecs(String arguments) {
      this.arguments = arguments;
    }
  }
}

package larder.appliance.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The argument lists that make a sample. Every list is fixed but for names in the working folder,
 * the duration and the container; texts reach ffmpeg through files, so nothing needs quoting.
 */
final class SampleArguments {

  static final String MELODY = "melody.wav";

  /** An arpeggio over a pentatonic scale, two notes a second, with a bass under it. */
  private static final String NOTES =
      "aevalsrc='st(0,mod(floor(t*2)*3,5));st(1,2*ld(0)+gt(ld(0),2));"
          + "0.22*sin(2*PI*262*pow(2,ld(1)/12)*t)*exp(-4*mod(t,0.5))"
          + "+0.1*sin(2*PI*(65+22*gt(mod(t,8),4))*t)':s=44100:d=32";

  private static final String BACKGROUND =
      "gradients=s=160x90:r=15:n=4:speed=0.015:c0=#3b1d0f:c1=#c26b2b:c2=#f2c14e:c3=#24506b:seed=";

  private static final String SPARKS =
      "life=s=160x90:r=5:mold=20:ratio=0.08:death_color=#000000:life_color=#707070"
          + ":mold_color=#303030:seed=";

  private static final String PICTURE =
      "[1:v]fps=15,format=gbrp[sparks];[0:v]format=gbrp[ground];"
          + "[ground][sparks]blend=all_mode=addition,format=gbrp,format=yuv420p,scale=640:360:flags=fast_bilinear,"
          + "drawtext=textfile=TITLE:expansion=none:x=32:y=28:line_spacing=6:fontsize=26:fontcolor=white"
          + ":shadowcolor=black:shadowx=2:shadowy=2,"
          + "drawtext=text='%{pts\\:hms}':x=w-tw-32:y=h-th-28:fontsize=30:fontcolor=white"
          + ":box=1:boxcolor=black@0.45:boxborderw=8[picture]";

  private SampleArguments() {}

  /** Makes the half minute of music that all samples loop. */
  static List<String> melody() {
    return List.of("-f", "lavfi", "-i", NOTES, "-y", MELODY);
  }

  /**
   * Encodes one sample.
   *
   * @param stem names the sample's text files in the working folder, and seeds its picture
   * @param speech the voice's file, if this machine has a voice
   */
  static List<String> encode(Sample sample, int stem, Optional<String> speech, String target) {
    List<String> arguments = new ArrayList<>();
    input(arguments, "lavfi", BACKGROUND + (stem + 1));
    input(arguments, "lavfi", SPARKS + (stem + 1));
    arguments.addAll(List.of("-stream_loop", "-1", "-i", MELODY));
    input(arguments, "srt", stem + ".en.srt");
    input(arguments, "srt", stem + ".de.srt");
    input(arguments, "ffmetadata", stem + ".chapters");
    speech.ifPresent(file -> arguments.addAll(List.of("-i", file)));
    String sound =
        speech.isPresent()
            ? "[2:a][6:a]amix=inputs=2:duration=first:normalize=0[sound]"
            : "[2:a]anull[sound]";
    arguments.addAll(
        List.of("-filter_complex", PICTURE.replace("TITLE", stem + ".title") + ";" + sound));
    arguments.addAll(List.of("-map", "[picture]", "-map", "[sound]", "-map", "3", "-map", "4"));
    arguments.addAll(List.of("-map_metadata", "5", "-map_chapters", "5"));
    arguments.addAll(languages());
    arguments.addAll(sample.container().encoding());
    arguments.addAll(sample.container().muxing());
    // The same bytes each time: a demo that is made again still fits a box's cache.
    arguments.addAll(List.of("-fflags", "+bitexact", "-flags", "+bitexact"));
    arguments.addAll(List.of("-t", Long.toString(sample.duration().toSeconds()), "-y", target));
    return List.copyOf(arguments);
  }

  private static void input(List<String> arguments, String format, String source) {
    arguments.addAll(List.of("-f", format, "-i", source));
  }

  private static List<String> languages() {
    return List.of(
        "-metadata:s:a:0", "language=eng",
        "-metadata:s:s:0", "language=eng",
        "-metadata:s:s:1", "language=ger",
        "-disposition:s:0", "0");
  }
}

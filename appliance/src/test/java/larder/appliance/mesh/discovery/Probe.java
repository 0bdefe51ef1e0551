package larder.appliance.mesh.discovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import larder.appliance.testing.Lan;
import larder.appliance.testing.SyncthingPeer;

/** The test's end of a {@link LanProbe}. */
final class Probe implements AutoCloseable {

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private int read;

  private Probe(Process process) {
    this.process = process;
    Thread.ofVirtual().name("stdout of " + process.pid()).start(this::drain);
  }

  /** A {@link LanProbe} in the host's namespace. */
  static Probe start(Lan lan, String host, int filling) throws IOException {
    return start(lan, host, filling, "Box " + filling);
  }

  /** Like {@link #start(Lan, String, int)}, for a box called {@code name}. */
  static Probe start(Lan lan, String host, int filling, String name) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new Probe(
        lan.process(
                host,
                List.of(
                    java,
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes,
                    LanProbe.class.getName(),
                    Integer.toString(filling),
                    name))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  void say(String line) {
    PrintStream in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    in.println(line);
  }

  /** Waits for a line that the test has not passed yet. */
  String await(String regex, Duration patience) throws InterruptedException {
    Pattern wanted = Pattern.compile(regex);
    SyncthingPeer.await("\"" + regex + "\" among " + lines, patience, () -> find(wanted) >= 0);
    int at = find(wanted);
    read = at + 1;
    return lines.get(at);
  }

  /** Everything it said. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether a line of that form came at any time. */
  boolean saw(String regex) {
    return lines.stream().anyMatch(line -> Pattern.compile(regex).matcher(line).find());
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }

  private int find(Pattern wanted) {
    for (int i = read; i < lines.size(); i++) {
      if (wanted.matcher(lines.get(i)).find()) {
        return i;
      }
    }
    return -1;
  }

  private void drain() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("stdout broke: " + e.getMessage());
    }
  }
}

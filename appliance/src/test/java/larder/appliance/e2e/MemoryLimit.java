package larder.appliance.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A memory cgroup (v1) around one process: heap, stacks and the page cache of its files. */
final class MemoryLimit implements AutoCloseable {

  private static final Path ROOT = Path.of("/sys/fs/cgroup/memory");
  private static final String PROCESSES = "cgroup.procs";

  private final Path group;

  private MemoryLimit(Path group) {
    this.group = group;
  }

  static boolean isPossible() {
    return Files.isWritable(ROOT.resolve(PROCESSES));
  }

  static MemoryLimit of(long limitBytes) throws IOException {
    Path group = Files.createDirectory(ROOT.resolve("larder-test-" + self()));
    Files.writeString(group.resolve("memory.limit_in_bytes"), "" + limitBytes);
    return new MemoryLimit(group);
  }

  private static long self() {
    return ProcessHandle.current().pid();
  }

  /** What {@code start} starts lives within the limit from its first moment on. */
  <T> T around(Callable<T> start) throws Exception {
    Path own = ownGroup();
    Files.writeString(group.resolve(PROCESSES), "" + self());
    try {
      return start.call();
    } finally {
      Files.writeString(own.resolve(PROCESSES), "" + self());
    }
  }

  private static Path ownGroup() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
        .filter(line -> line.contains(":memory:/"))
        .map(line -> ROOT.resolve(line.substring(line.indexOf(":/") + 2)))
        .findFirst()
        .orElse(ROOT);
  }

  /** The most that was ever used at once. */
  long mostBytes() throws IOException {
    return Long.parseLong(Files.readString(group.resolve("memory.max_usage_in_bytes")).strip());
  }

  /** How often the kernel killed for want of memory. */
  long kills() throws IOException {
    return Files.readAllLines(group.resolve("memory.oom_control")).stream()
        .filter(line -> line.startsWith("oom_kill "))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
        .sum();
  }

  /** The group can only go after its last process. */
  @Override
  public void close() {
    Pause.until(Duration.ofSeconds(10), this::isRemoved);
  }

  private boolean isRemoved() {
    try {
      return Files.deleteIfExists(group);
    } catch (IOException e) {
      return false; // its process has not ended yet
    }
  }
}

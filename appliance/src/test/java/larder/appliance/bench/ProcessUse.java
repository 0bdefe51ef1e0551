package larder.appliance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process of this machine took so far, as {@code /proc} says.
 *
 * @param cpuSeconds of all its threads, in user and system mode
 * @param peakRssMiB the most memory that it ever had resident
 * @param rssMiB what it has resident now
 */
record ProcessUse(double cpuSeconds, long peakRssMiB, long rssMiB) {

  /** USER_HZ of every Linux that has a JVM: proc_pid_stat(5). */
  private static final double TICKS_PER_SECOND = 100;

  static ProcessUse of(long pid) throws IOException {
    Path proc = Path.of("/proc/" + pid);
    return new ProcessUse(cpuSeconds(proc), status(proc, "VmHWM:"), status(proc, "VmRSS:"));
  }

  /** utime and stime, fields 14 and 15; the name before them may contain anything but a last ). */
  private static double cpuSeconds(Path proc) throws IOException {
    String stat = Files.readString(proc.resolve("stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) / TICKS_PER_SECOND;
  }

  private static long status(Path proc, String key) throws IOException {
    return Files.readAllLines(proc.resolve("status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElseThrow();
  }
}

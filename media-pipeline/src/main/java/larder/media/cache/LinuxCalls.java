package larder.media.cache;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The two things that Linux does with a file and Java does not offer: giving the blocks of a range
 * back to the disk (fallocate(2)), and forgetting what memory holds of one, so that the next read
 * comes from the disk (posix_fadvise(2)).
 */
final class LinuxCalls {

  // From <fcntl.h>, <linux/falloc.h> and <errno.h>; the same on all architectures that we ship for.
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int FALLOC_FL_PUNCH_HOLE = 2;
  private static final int POSIX_FADV_DONTNEED = 4;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;

  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle fallocate;
  private final MethodHandle fadvise;

  private LinuxCalls(Linker linker) {
    this.open =
        handle(
            linker,
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    this.close =
        handle(linker, "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    this.fallocate =
        handle(
            linker,
            "fallocate",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG));
    this.fadvise =
        handle(
            linker,
            "posix_fadvise",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
  }

  /** The calls, where this is a Linux that has them. */
  static Optional<LinuxCalls> find() {
    boolean linux = System.getProperty("os.name", "").equals("Linux");
    SymbolLookup lookup = Linker.nativeLinker().defaultLookup();
    boolean all = lookup.find("fallocate").isPresent() && lookup.find("posix_fadvise").isPresent();
    return linux && all ? Optional.of(new LinuxCalls(Linker.nativeLinker())) : Optional.empty();
  }

  @SuppressWarnings("restricted") // the box is started with native access, for SQLite too
  private static MethodHandle handle(
      Linker linker, String name, FunctionDescriptor shape, Linker.Option... more) {
    MemorySegment symbol = linker.defaultLookup().find(name).orElseThrow();
    Linker.Option[] options = java.util.Arrays.copyOf(more, more.length + 1);
    options[more.length] = Linker.Option.captureCallState("errno");
    return linker.downcallHandle(symbol, shape, options);
  }

  /** See {@link CacheFiles#release}. */
  boolean punch(Path file, long offsetBytes, long lengthBytes) throws IOException {
    int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    int error =
        on(
            file,
            (fd, state) ->
                (int) fallocate.invokeExact(state, fd, mode, offsetBytes, lengthBytes) == 0
                    ? 0
                    : errno(state));
    if (error == ENOSYS || error == EOPNOTSUPP) {
      return false;
    }
    if (error != 0) {
      throw new IOException(file + ": giving blocks back failed with error " + error);
    }
    return true;
  }

  /** See {@link CacheFiles#forgetMemoryOf}. What fails is left out: it is advice. */
  void dropPages(Path file, long offsetBytes, long lengthBytes) throws IOException {
    on(
        file,
        (fd, state) ->
            (int) fadvise.invokeExact(state, fd, offsetBytes, lengthBytes, POSIX_FADV_DONTNEED));
  }

  @SuppressWarnings("IllegalCatch") // a method handle declares no less than Throwable
  private int on(Path file, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment path = arena.allocateFrom(file.toString());
      int fd = (int) open.invokeExact(state, path, O_RDWR | O_CLOEXEC);
      if (fd < 0) {
        throw new IOException(file + " cannot be opened: error " + errno(state));
      }
      try {
        return call.with(fd, state);
      } finally {
        int _ = (int) close.invokeExact(state, fd);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call into Linux failed", e);
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** One call on an open file. @return its error number */
  @FunctionalInterface
  private interface Call {
    int with(int fd, MemorySegment state) throws Throwable;
  }
}

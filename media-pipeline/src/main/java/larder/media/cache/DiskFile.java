package larder.media.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import larder.media.ByteRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file over a {@link FileChannel} that opens with the first use. An interrupted thread closes the
 * channel that it stands in, for all its users; they open it again and repeat the call, and the
 * interrupt stays pending for whoever waits for one.
 */
final class DiskFile implements CacheFile {

  private static final Logger LOG = LoggerFactory.getLogger(DiskFile.class);

  private final Path path;
  private final PastMemory memory;
  private final Way usual;
  private final Way past;

  /** Whether disk and file system have not refused to be written past memory. */
  private volatile boolean passable;

  /**
   * @param memory shared by the files of one disk
   */
  DiskFile(Path path, Set<? extends OpenOption> options, PastMemory memory) {
    this.path = path;
    this.memory = memory;
    this.usual = new Way(path, options);
    Set<OpenOption> more = new HashSet<>(options);
    memory.option().ifPresent(more::add);
    this.past = new Way(path, more);
    this.passable = memory.option().isPresent();
  }

  @Override
  public int read(long offsetBytes, ByteBuffer target) throws IOException {
    int start = target.position();
    return repeated(
        usual,
        channel -> {
          target.position(start);
          long offset = offsetBytes;
          while (target.hasRemaining()) {
            int read = channel.read(target, offset);
            if (read < 0) {
              break;
            }
            offset += read;
          }
          return target.position() - start;
        });
  }

  /** Never repeated after an interrupt, unlike the others: what was sent would be sent again. */
  @Override
  public long transferTo(ByteRange range, WritableByteChannel target, BooleanSupplier allowed)
      throws IOException {
    FileChannel channel = usual.channel();
    if (!allowed.getAsBoolean()) {
      return 0;
    }
    try {
      long sent = channel.transferTo(range.offsetBytes(), range.lengthBytes(), target);
      if (sent == 0 && channel.size() < range.endBytes()) {
        throw new EOFException(path + " ends before " + range.endBytes());
      }
      return sent;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (ClosedChannelException e) {
      if (target.isOpen()) {
        return 0; // another user's interrupt closed the file, before anything was sent
      }
      throw e;
    }
  }

  @Override
  public void write(long offsetBytes, ByteBuffer source) throws IOException {
    write(usual, offsetBytes, source, FileChannel::write);
  }

  @Override
  public void writePast(long offsetBytes, ByteBuffer source) throws IOException {
    boolean aligned =
        offsetBytes % PastMemory.ALIGNED_BYTES == 0
            && source.remaining() % PastMemory.ALIGNED_BYTES == 0;
    if (!aligned || !passable) {
      write(offsetBytes, source);
      return;
    }
    try {
      write(past, offsetBytes, source, this::pass);
    } catch (UnsupportedOperationException e) {
      writeAfterRefusal(offsetBytes, source, e);
    } catch (IOException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      writeAfterRefusal(offsetBytes, source, e);
    }
  }

  private int pass(FileChannel channel, ByteBuffer piece, long offsetBytes) throws IOException {
    ByteBuffer aligned = memory.take();
    try {
      return channel.write(aligned.put(piece).flip(), offsetBytes);
    } finally {
      memory.give(aligned);
    }
  }

  private void writeAfterRefusal(long offsetBytes, ByteBuffer source, Exception refusal)
      throws IOException {
    LOG.debug("{} is written through memory", path, refusal);
    passable = false;
    write(offsetBytes, source);
  }

  /** Whether a file system cannot do it, or wants another alignment; told by the message only. */
  private static boolean isRefusal(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("Invalid argument") || message.contains("block size");
  }

  private static void write(Way way, long offsetBytes, ByteBuffer source, Put put)
      throws IOException {
    int start = source.position();
    int length = source.remaining();
    int _ = repeated(way, channel -> write(channel, offsetBytes, source.slice(), put));
    source.position(start + length);
  }

  private static int write(FileChannel channel, long offsetBytes, ByteBuffer source, Put put)
      throws IOException {
    int length = source.remaining();
    int done = 0;
    while (done < length) {
      ByteBuffer piece = source.slice(done, Math.min(PastMemory.PIECE_BYTES, length - done));
      int written = put.write(channel, piece, offsetBytes + done);
      if (written <= 0) {
        throw new EOFException("the file takes no more bytes at " + (offsetBytes + done));
      }
      done += written;
    }
    return done;
  }

  @Override
  public void sync() throws IOException {
    repeated(
        usual,
        channel -> {
          channel.force(false);
          return 0;
        });
  }

  @Override
  public void close() throws IOException {
    try {
      past.close();
    } finally {
      usual.close();
    }
  }

  private static int repeated(Way way, Call call) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return call.on(way.channel());
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted(); // another user's interrupt closed it: once more
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A channel that opens with the first use, and again after it was closed. */
  private static final class Way implements Closeable {

    private final Path path;
    private final Set<? extends OpenOption> options;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private Optional<FileChannel> open = Optional.empty();

    Way(Path path, Set<? extends OpenOption> options) {
      this.path = path;
      this.options = options;
    }

    FileChannel channel() throws IOException {
      lock.lock();
      try {
        if (open.isEmpty() || !open.get().isOpen()) {
          open = Optional.of(FileChannel.open(path, options));
        }
        return open.get();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() throws IOException {
      Optional<FileChannel> channel;
      lock.lock();
      try {
        channel = open;
        open = Optional.empty();
      } finally {
        lock.unlock();
      }
      if (channel.isPresent()) {
        channel.get().close();
      }
    }
  }

  /** Writes some of a piece. @return how much */
  @FunctionalInterface
  private interface Put {
    int write(FileChannel channel, ByteBuffer piece, long offsetBytes) throws IOException;
  }

  /** One positional call, safe to repeat. */
  @FunctionalInterface
  private interface Call {
    int on(FileChannel channel) throws IOException;
  }
}

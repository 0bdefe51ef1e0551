package larder.media.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import larder.media.ByteRange;

/**
 * A file over a {@link FileChannel} that opens with the first use. An interrupted thread closes the
 * channel that it stands in, for all its users; they open it again and repeat the call, and the
 * interrupt stays pending for whoever waits for one.
 */
final class DiskFile implements CacheFile {

  private final Path path;
  private final Set<? extends OpenOption> options;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Optional<FileChannel> open = Optional.empty();

  DiskFile(Path path, Set<? extends OpenOption> options) {
    this.path = path;
    this.options = options;
  }

  @Override
  public int read(long offsetBytes, ByteBuffer target) throws IOException {
    int start = target.position();
    return repeated(
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
    FileChannel channel = channel();
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
    int start = source.position();
    repeated(
        channel -> {
          source.position(start);
          long offset = offsetBytes;
          while (source.hasRemaining()) {
            int written = channel.write(source, offset);
            if (written <= 0) {
              throw new EOFException(path + " takes no more bytes at " + offset);
            }
            offset += written;
          }
          return source.position() - start;
        });
  }

  @Override
  public void sync() throws IOException {
    repeated(
        channel -> {
          channel.force(false);
          return 0;
        });
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

  private int repeated(Call call) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return call.on(channel());
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

  private FileChannel channel() throws IOException {
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

  /** One positional call, safe to repeat. */
  @FunctionalInterface
  private interface Call {
    int on(FileChannel channel) throws IOException;
  }
}

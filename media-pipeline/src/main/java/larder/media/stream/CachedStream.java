package larder.media.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import larder.media.ByteRange;
import larder.media.Fault;
import larder.media.FileRegion;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.cache.ChunkStore;
import larder.media.chunk.VerifiedChunk;

/** A stream that reads the cache, and waits for what is not there. */
final class CachedStream implements TitleStream {

  private final Manifest manifest;
  private final ChunkStore store;
  private final Arrivals arrivals;
  private final ReadAhead ahead;
  private final ChunkStore.Pin pin;

  CachedStream(
      Manifest manifest, ChunkStore store, Arrivals arrivals, ReadAhead ahead, ChunkStore.Pin pin) {
    this.manifest = manifest;
    this.store = store;
    this.arrivals = arrivals;
    this.ahead = ahead;
    this.pin = pin;
  }

  @Override
  public long sizeBytes() {
    return manifest.sizeBytes();
  }

  @Override
  public int read(long positionBytes, ByteBuffer target)
      throws MediaException, InterruptedException {
    checkOpen();
    if (positionBytes < 0) {
      throw new IllegalArgumentException("position " + positionBytes);
    }
    if (positionBytes >= manifest.sizeBytes()) {
      return -1;
    }
    if (!target.hasRemaining()) {
      throw new IllegalArgumentException("no room to read into");
    }
    int read = readHere(positionBytes, target);
    while (read == 0) {
      Optional<VerifiedChunk> chunk = arrivals.await(manifest.chunkAt(positionBytes));
      chunk.ifPresent(ahead.held()::hold);
      read =
          chunk.isPresent()
              ? copy(chunk.get(), positionBytes, target)
              : readHere(positionBytes, target);
    }
    ahead.advanced(positionBytes, read);
    return read;
  }

  private void checkOpen() throws MediaException {
    if (arrivals.isClosed()) {
      throw new MediaException(Fault.CLOSING, "the stream is closed");
    }
  }

  @Override
  public Optional<FileRegion> region(ByteRange range) throws MediaException {
    checkOpen();
    return store.region(manifest, range).map(stored -> new ReadRegion(stored, range));
  }

  /** Reads what is here, across chunks. */
  private int readHere(long positionBytes, ByteBuffer target) throws MediaException {
    long position = positionBytes;
    while (target.hasRemaining() && position < manifest.sizeBytes()) {
      int read = readChunk(position, target);
      if (read == 0) {
        break;
      }
      position += read;
    }
    return (int) (position - positionBytes);
  }

  private int readChunk(long positionBytes, ByteBuffer target) throws MediaException {
    int index = manifest.chunkAt(positionBytes);
    int read = store.read(manifest, positionBytes, target);
    if (read > 0) {
      ahead.held().drop(index);
      return read;
    }
    Optional<VerifiedChunk> chunk = ahead.held().find(index);
    return chunk.isPresent() ? copy(chunk.get(), positionBytes, target) : 0;
  }

  private int copy(VerifiedChunk chunk, long positionBytes, ByteBuffer target) {
    ByteBuffer bytes = chunk.buffer();
    bytes.position((int) (positionBytes - manifest.rangeOf(chunk.index()).offsetBytes()));
    int length = Math.min(bytes.remaining(), target.remaining());
    bytes.limit(bytes.position() + length);
    target.put(bytes);
    return length;
  }

  @Override
  public void close() {
    arrivals.close();
    ahead.close();
    pin.close();
  }

  /** A region of the store that counts as read while it is sent, and ends with the stream. */
  private final class ReadRegion implements FileRegion {

    private final FileRegion stored;
    private final ByteRange range;

    ReadRegion(FileRegion stored, ByteRange range) {
      this.stored = stored;
      this.range = range;
    }

    @Override
    public long leftBytes(long sentBytes) throws MediaException {
      checkOpen();
      return stored.leftBytes(sentBytes);
    }

    @Override
    public long transferTo(long sentBytes, WritableByteChannel target) throws IOException {
      long sent = stored.transferTo(sentBytes, target);
      if (sent > 0) {
        long position = range.offsetBytes() + sentBytes;
        ahead.held().drop(manifest.chunkAt(position));
        ahead.advanced(position, (int) sent);
      }
      return sent;
    }
  }
}

package larder.appliance.mesh.sync;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import larder.appliance.mesh.index.SharedIndex.Root;
import larder.appliance.mesh.index.SyncIndex;
import larder.appliance.mesh.index.SyncIndex.Need;
import larder.media.BlockHash;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.source.BlockSource;
import larder.media.source.SourceDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a temporary file with the bytes of a new version: what the temporary file has from an
 * earlier try, then what other files of the folder have, then what peers send. Only bytes with the
 * right hash are written; on return they are all on the disk.
 */
final class Fetcher {

  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Bytes on their way at once, in the smallest blocks: what Syncthing's own puller has. */
  private static final int WINDOW = (32 << 20) / Manifest.MIN_CHUNK_BYTES;

  private final SyncIndex index;
  private final SourceDirectory sources;
  private final Semaphore window = new Semaphore(WINDOW, true);

  Fetcher(SyncIndex index, SourceDirectory sources) {
    this.index = index;
    this.sources = sources;
  }

  /**
   * Makes {@code temporary} have the bytes of {@code need}.
   *
   * @throws IOException if nobody gives them or the disk fails; what came stays for the next try
   */
  void fetch(Root root, Need need, Path temporary) throws IOException, InterruptedException {
    try (FileChannel file = open(temporary)) {
      if (need.content().isPresent()) {
        Manifest manifest =
            index
                .manifest(need.content().get())
                .orElseThrow(() -> new IOException("no hashes for " + need.name()));
        fill(new Filling(manifest, file), LocalBlocks.of(index, root, need));
        file.truncate(manifest.sizeBytes());
      } else {
        file.truncate(0);
      }
      file.force(true);
    }
  }

  private record Filling(Manifest manifest, FileChannel file) {

    boolean has(int block) throws IOException {
      return manifest.rangeOf(block).endBytes() <= file.size()
          && matches(block, Blocks.read(file, manifest.rangeOf(block)));
    }

    boolean matches(int block, Optional<byte[]> bytes) {
      return bytes.isPresent() && BlockHash.compute(bytes.get()).equals(manifest.hashOf(block));
    }

    void write(int block, byte[] bytes) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      long offset = manifest.rangeOf(block).offsetBytes();
      while (left.hasRemaining()) {
        file.write(left, offset + left.position());
      }
    }
  }

  private static FileChannel open(Path temporary) throws IOException {
    return FileChannel.open(
        temporary,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS));
  }

  private void fill(Filling filling, LocalBlocks local) throws IOException, InterruptedException {
    List<Future<?>> asked = new ArrayList<>();
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sync-block-", 0).factory());
    try {
      for (int i = 0; i < filling.manifest.chunkCount(); i++) {
        int block = i;
        if (filling.has(block)) {
          continue;
        }
        Optional<byte[]> here = local.read(filling.manifest.hashOf(block));
        if (here.isPresent()) {
          filling.write(block, here.get());
          continue;
        }
        int permits = Math.ceilDiv(filling.manifest.lengthOf(block), Manifest.MIN_CHUNK_BYTES);
        window.acquire(permits);
        asked.add(threads.submit(() -> ask(filling, block, permits)));
        failEarly(asked);
      }
      for (Future<?> one : asked) {
        await(one);
      }
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }

  /** Without this a peer that went away would be asked for every block of a long file. */
  private static void failEarly(List<Future<?>> asked) throws IOException, InterruptedException {
    Future<?> oldest = asked.getFirst();
    if (oldest.isDone()) {
      await(oldest);
      asked.removeFirst();
    }
  }

  private static void await(Future<?> one) throws IOException, InterruptedException {
    try {
      one.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? io
          : new IOException("a block could not be fetched", e.getCause());
    }
  }

  /**
   * @return nothing; a value makes it a task that may throw
   */
  private boolean ask(Filling filling, int block, int permits) throws IOException {
    try {
      filling.write(block, fetched(filling, block));
      return true;
    } catch (InterruptedException e) {
      throw new InterruptedIOException("stopped while fetching");
    } finally {
      window.release(permits);
    }
  }

  private byte[] fetched(Filling filling, int block) throws IOException, InterruptedException {
    List<BlockSource> all = sources.sourcesOf(filling.manifest.contentId());
    for (int i = 0; i < all.size(); i++) {
      BlockSource source = all.get((block + i) % all.size());
      try {
        byte[] bytes = source.read(block, PATIENCE).bytes();
        if (filling.matches(block, Optional.of(bytes))) {
          return bytes;
        }
        LOG.warn("{} sent wrong bytes", source.id().value());
      } catch (MediaException e) {
        LOG.debug("{}", e.getMessage());
      }
    }
    throw new IOException("no connected device has these bytes");
  }
}

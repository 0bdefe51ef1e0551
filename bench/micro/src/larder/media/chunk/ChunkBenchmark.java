package larder.media.chunk;

import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import larder.media.BlockHash;
import larder.media.Manifest;
import larder.media.source.UnverifiedBlock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Holding a chunk against its hash, and noting that it is here. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChunkBenchmark {

  private static final int CHUNKS = 20_000;

  @Param({"131072", "1048576", "16777216"})
  public int chunkBytes;

  private final Verifier verifier = new Verifier();
  private Manifest manifest;
  private byte[] bytes;
  private ChunkMap map;
  private int next;

  @Setup
  public void fill() {
    bytes = new byte[chunkBytes];
    new Random(7).nextBytes(bytes);
    manifest = new Manifest(chunkBytes, chunkBytes, BlockHash.compute(bytes).toBytes());
    map = new ChunkMap(CHUNKS);
  }

  @Benchmark
  public Verification verify() {
    return verifier.verify(manifest, 0, new Expected.Hash(manifest.hashOf(0)), new UnverifiedBlock(bytes));
  }

  @Benchmark
  public boolean writeAndSync() {
    int index = next++ % CHUNKS;
    map.markPending(index);
    BitSet written = map.pending();
    map.markSynced(written);
    return map.isReadable(index);
  }
}

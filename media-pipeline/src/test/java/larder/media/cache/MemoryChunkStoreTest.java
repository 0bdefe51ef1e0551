package larder.media.cache;

/** The fake keeps the port's contract. */
final class MemoryChunkStoreTest extends ChunkStoreContract {

  @Override
  protected ChunkStore open(long budgetBytes) {
    return new MemoryChunkStore(budgetBytes);
  }
}

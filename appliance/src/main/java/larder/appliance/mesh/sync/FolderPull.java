package larder.appliance.mesh.sync;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import larder.appliance.mesh.index.SharedIndex.Root;
import larder.appliance.mesh.index.SyncIndex;
import larder.appliance.mesh.index.SyncIndex.Need;
import larder.appliance.mesh.index.SyncIndex.Part;
import larder.appliance.mesh.wire.FileInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One go over a folder: what is new from parents to children, then what is to go from children to
 * parents, batch by batch. The order of durable steps of each batch: bytes, times and modes;
 * renames and deletions; then the index.
 */
final class FolderPull {

  private static final Logger LOG = LoggerFactory.getLogger(FolderPull.class);

  /** Files in one transaction, and names in memory. */
  private static final int BATCH = 200;

  /** Small files are mostly waiting; a few at once keep the peer busy. */
  private static final int AT_ONCE = 8;

  /** Sorts after every name. */
  private static final String END = Character.toString(Character.MAX_CODE_POINT);

  private final Root root;
  private final Parts parts;
  private int finished;
  private int left;

  FolderPull(Root root, Parts parts) {
    this.root = root;
    this.parts = parts;
  }

  /** What a pull works with. */
  record Parts(
      SyncIndex index, Fetcher fetcher, Finishers finishers, DeletionGuard guard, Disk disk) {}

  /** Puts a batch in place, in its turn, and announces it. */
  @FunctionalInterface
  interface Finishers {
    /**
     * Puts in place what it can.
     *
     * @return how many of {@code needs} are done; the others wait for something
     */
    int finish(Root root, List<Need> needs) throws IOException, InterruptedException;
  }

  /**
   * What came of a go.
   *
   * @param finished what is in line now
   * @param left what has to wait
   */
  record Outcome(int finished, int left) {}

  Outcome run() throws IOException, InterruptedException {
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      Part part = parts.index().needs(root.folder(), next.get(), BATCH);
      place(part.needs().stream().filter(need -> !need.newest().deleted()).toList());
      next = part.last();
    }
    deletions();
    return new Outcome(finished, left);
  }

  private void place(List<Need> needs) throws IOException, InterruptedException {
    List<Need> ready = new ArrayList<>();
    List<Future<Boolean>> fetches = new ArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("sync-file-", 0).factory());
    try {
      for (Need need : needs) {
        fetches.add(threads.submit(() -> !needsBytes(need) || fetch(need)));
      }
      for (int i = 0; i < needs.size(); i++) {
        if (succeeded(fetches.get(i))) {
          ready.add(needs.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
    finish(needs.size(), ready);
  }

  private void finish(int asked, List<Need> ready) throws IOException, InterruptedException {
    int done = ready.isEmpty() ? 0 : parts.finishers().finish(root, ready);
    finished += done;
    left += asked - done;
  }

  private static boolean needsBytes(Need need) {
    return need.newest().type() == FileInfo.Type.FILE && !need.hasBytes();
  }

  private boolean fetch(Need need) throws InterruptedException {
    Path temporary = Finisher.temporary(root, need);
    if (need.newest().sizeBytes() > parts.disk().spareBytes()) {
      LOG.warn("no room for \"{}\" on the disk; it comes when there is", need.name());
      return false;
    }
    try {
      if (!Inside.makeWay(root.root(), temporary)) {
        return false;
      }
      parts.fetcher().fetch(root, need, temporary);
      return true;
    } catch (IOException e) {
      LOG.info("\"{}\" does not come yet: {}", need.name(), e.getMessage());
      return false;
    }
  }

  private static boolean succeeded(Future<Boolean> fetch) throws InterruptedException {
    try {
      return fetch.get();
    } catch (ExecutionException e) {
      LOG.warn("a file cannot be fetched", e.getCause());
      return false;
    }
  }

  private void deletions() throws IOException, InterruptedException {
    long wanted = countDeletions();
    long files = parts.index().liveFiles(root.folder());
    if (wanted == 0) {
      parts.guard().done(root.folder());
      return;
    }
    if (!parts.guard().allows(root.folder(), wanted, files)) {
      LOG.warn("{} of {} files of {} wait to be deleted", wanted, files, root.label());
      return;
    }
    Optional<String> next = Optional.of(END);
    while (next.isPresent()) {
      Part part = parts.index().deletions(root.folder(), next.get(), BATCH);
      List<Need> gone = part.needs().stream().filter(need -> need.newest().deleted()).toList();
      finish(gone.size(), gone);
      next = part.last();
    }
  }

  private long countDeletions() {
    long count = 0;
    Optional<String> next = Optional.of(END);
    while (next.isPresent()) {
      Part part = parts.index().deletions(root.folder(), next.get(), BATCH);
      count += part.needs().stream().filter(FolderPull::losesFile).count();
      next = part.last();
    }
    return count;
  }

  private static boolean losesFile(Need need) {
    return need.newest().deleted()
        && need.own().filter(o -> !o.deleted() && o.type() == FileInfo.Type.FILE).isPresent();
  }
}

package larder.appliance.mesh.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.peer.PeerLink;
import larder.appliance.mesh.wire.Message;
import larder.appliance.store.StoreException;
import larder.media.ContentId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's index exchange. Sends from a thread of its own: the link's reader must never
 * wait for a full send queue, or two devices could wait for each other.
 */
final class LinkSession {

  private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);

  private final PeerLink link;
  private final Announcer announcer;
  private final EarlyIndexes early = new EarlyIndexes();
  private final RemoteProgress progress = new RemoteProgress();
  private final ToldProgress told = new ToldProgress();
  private final Thread sender;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** How far each common folder's index was sent. */
  @GuardedBy("lock")
  private final Map<FolderId, Cursor> cursors = new HashMap<>();

  @GuardedBy("lock")
  private final LinkedHashSet<FolderId> due = new LinkedHashSet<>();

  @GuardedBy("lock")
  private final LinkedHashSet<ContentId> progressDue = new LinkedHashSet<>();

  @GuardedBy("lock")
  private boolean configDue = true;

  @GuardedBy("lock")
  private Optional<Message.ClusterConfig> theirs = Optional.empty();

  @GuardedBy("lock")
  private boolean ended;

  LinkSession(PeerLink link, Announcer announcer) {
    this.link = link;
    this.announcer = announcer;
    this.sender =
        Thread.ofVirtual().name("mesh-announce-" + link.device().shortText()).unstarted(this::run);
  }

  /** Makes the messages to send. */
  interface Announcer {

    Message.ClusterConfig config(PeerLink link);

    /** The next part of the index after {@code cursor}; empty if there is nothing to send. */
    Optional<Page> page(FolderId folder, Cursor cursor);

    /** The files that {@code content} makes up, with the blocks of them that are here. */
    List<PartialFiles.Partial> partials(ContentId content);
  }

  /**
   * How far a folder's index was sent.
   *
   * @param position as the peer knows it
   * @param start whether the next message starts the index or goes on
   */
  record Cursor(IndexPosition position, Start start) {}

  /** Whether an index starts or goes on. */
  enum Start {
    ASK,
    GO_ON
  }

  /** A message and where it leaves the peer. */
  record Page(Message message, Cursor after) {}

  void start() {
    sender.start();
  }

  PeerLink link() {
    return link;
  }

  /** What came before its ClusterConfig; for the link's reader only. */
  EarlyIndexes early() {
    return early;
  }

  /** What the peer has of files that are not complete there. */
  RemoteProgress progress() {
    return progress;
  }

  /** The peer's latest ClusterConfig. */
  Optional<Message.ClusterConfig> theirs() {
    lock.lock();
    try {
      return theirs;
    } finally {
      lock.unlock();
    }
  }

  /** The folders that both share right now. */
  Set<FolderId> common() {
    lock.lock();
    try {
      return Set.copyOf(cursors.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** The peer's ClusterConfig came: the indexes go on from where it says. */
  void agreed(Message.ClusterConfig config, Agreement agreement) {
    lock.lock();
    try {
      theirs = Optional.of(config);
      cursors.keySet().retainAll(agreement.common().keySet());
      agreement.common().forEach(this::goOn);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Our own folders changed: tells the peer, and starts or ends what that changes. */
  void revised(Agreement agreement) {
    lock.lock();
    try {
      configDue = true;
      cursors.keySet().retainAll(agreement.common().keySet());
      agreement
          .common()
          .forEach(
              (folder, position) -> {
                if (!cursors.containsKey(folder)) {
                  begin(folder, position);
                }
              });
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Our index of {@code folder} grew. */
  void announced(FolderId folder) {
    lock.lock();
    try {
      if (cursors.containsKey(folder)) {
        due.add(folder);
        news.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Chunks of {@code contents} came or went. */
  void progressed(Set<ContentId> contents) {
    lock.lock();
    try {
      if (!cursors.isEmpty()) {
        progressDue.addAll(contents);
        news.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    sender.interrupt();
  }

  /** What was sent on this connection still arrives, so a peer that is behind is not sent more. */
  @GuardedBy("lock")
  private void goOn(FolderId folder, IndexPosition known) {
    Cursor cursor = cursors.get(folder);
    boolean underWay =
        cursor != null
            && cursor.start() == Start.GO_ON
            && cursor.position().indexId() == known.indexId()
            && cursor.position().maxSequence() >= known.maxSequence();
    if (!underWay) {
      begin(folder, known);
    }
  }

  @GuardedBy("lock")
  private void begin(FolderId folder, IndexPosition position) {
    cursors.put(folder, new Cursor(position, Start.ASK));
    due.add(folder);
  }

  private void run() {
    try {
      while (true) {
        switch (awaitWork()) {
          case Work.Config _ -> link.send(announcer.config(link));
          case Work.Send(FolderId folder, Cursor cursor) -> send(folder, cursor);
          case Work.Progress(ContentId content) -> tellProgress(content);
          case Work.End _ -> {
            return;
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", sender.getName(), e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("{} ends", sender.getName());
    } catch (StoreException e) {
      LOG.error("cannot announce to {}", link.deviceName(), e);
      link.close("the state cannot be read");
    }
  }

  private void send(FolderId folder, Cursor cursor) throws IOException, InterruptedException {
    Optional<Page> page = announcer.page(folder, cursor);
    if (page.isPresent()) {
      link.send(page.get().message());
      sent(folder, cursor, page.get().after());
    }
  }

  private void tellProgress(ContentId content) throws IOException, InterruptedException {
    Set<FolderId> common = common();
    for (PartialFiles.Partial file : announcer.partials(content)) {
      if (common.contains(file.folder())) {
        for (Message message : told.bringUpTo(file)) {
          link.send(message);
        }
      }
    }
  }

  private void sent(FolderId folder, Cursor before, Cursor after) {
    lock.lock();
    try {
      // Another ClusterConfig may have set the cursor meanwhile; then that one counts.
      if (cursors.replace(folder, before, after)) {
        due.add(folder);
      }
    } finally {
      lock.unlock();
    }
  }

  private Work awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (ended) {
          return new Work.End();
        }
        if (configDue) {
          configDue = false;
          return new Work.Config();
        }
        Optional<Work> next = nextFolder();
        if (next.isPresent()) {
          return next.get();
        }
        if (!progressDue.isEmpty()) { // after the index that it refers to
          return new Work.Progress(progressDue.removeFirst());
        }
        news.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<Work> nextFolder() {
    while (!due.isEmpty()) {
      FolderId folder = due.removeFirst();
      Cursor cursor = cursors.get(folder);
      if (cursor != null) {
        return Optional.of(new Work.Send(folder, cursor));
      }
    }
    return Optional.empty();
  }

  /** What to do next. */
  private sealed interface Work {
    record Config() implements Work {}

    record Send(FolderId folder, Cursor cursor) implements Work {}

    record Progress(ContentId content) implements Work {}

    record End() implements Work {}
  }
}

package larder.appliance.webtitle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import larder.appliance.library.WebTitleRows;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;
import larder.appliance.webtitle.WebRow.Found;
import larder.appliance.webtitle.WebRow.State;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.Timers;
import larder.media.TitleId;
import larder.media.cache.ChunkStore;
import larder.media.source.http.Checksum;
import larder.media.source.http.ChunkSizes;
import larder.media.source.http.ProbeOutcome;
import larder.media.source.http.WebAccess;
import larder.media.source.http.WebCopy;
import larder.media.source.http.WebProbe;
import larder.media.source.http.WebResource;
import larder.media.source.http.WebUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after titles from the web: asks their servers what they have, again later if nobody
 * answers; holds a complete file against its checksum; forgets what nobody wants. A few threads
 * that wait for a title to look at, and alarms for those to look at later.
 */
public final class WebLookout {

  private static final Logger LOG = LoggerFactory.getLogger(WebLookout.class);

  /** One dead server does not keep the others waiting. */
  private static final int THREADS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 7;
  private static final int BUFFER_BYTES = 1 << 20;

  private final WebShelf shelf;
  private final WebSources sources;
  private final ChunkStore store;
  private final Timers timers;
  private final WebProbe probe;
  private final BlockingQueue<TitleId> due = new LinkedBlockingQueue<>();
  private final Set<TitleId> waiting = ConcurrentHashMap.newKeySet();

  /** Titles that are to be asked about, though their file was found. */
  private final Set<TitleId> outdated = ConcurrentHashMap.newKeySet();

  private final Map<TitleId, Integer> attempts = new ConcurrentHashMap<>();

  /** How often a server said that it has another version. */
  private final Map<TitleId, Integer> flips = new ConcurrentHashMap<>();

  public WebLookout(WebShelf shelf, WebSources sources, ChunkStore store, WebAccess access) {
    this.shelf = shelf;
    this.sources = sources;
    this.store = store;
    this.timers = access.timers();
    this.probe = new WebProbe(access);
  }

  /** Starts to look, at all titles first, on threads of {@code owner}, which ends them. */
  public void start(Supervisor owner) {
    shelf.onLook(
        id -> {
          attempts.remove(id);
          flips.remove(id);
          lookAt(id);
        });
    sources.onOtherVersion(this::otherVersion);
    // Assigned for the life of the box: the store closes after the threads that look.
    var _ = store.onChange(this::chunksChanged);
    shelf.all().forEach(this::lookAt);
    for (int number = 1; number <= THREADS; number++) {
      owner.start("web-titles-" + number, Verdict.restart(), this::run);
    }
  }

  /** At once the first time; a server that says so again and again is asked ever less often. */
  private void otherVersion(TitleId id) {
    if (outdated.add(id)) {
      int before = flips.merge(id, 1, Integer::sum) - 1;
      if (before == 0) {
        lookAt(id);
      } else {
        Timers.Alarm _ = timers.after(pause(before), () -> lookAt(id));
      }
    }
  }

  private static Duration pause(int before) {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
  }

  private void chunksChanged(ContentId content) {
    shelf
        .find(content)
        .filter(row -> store.isComplete(content) == row.isUnchecked() || isGone(content))
        .ifPresent(row -> lookAt(row.id()));
  }

  private boolean isGone(ContentId content) {
    return store.cachedBytes(content) == 0;
  }

  private void lookAt(TitleId id) {
    if (waiting.add(id)) {
      due.add(id);
    }
  }

  private void run() throws InterruptedException {
    while (true) {
      TitleId id = due.take();
      waiting.remove(id);
      Optional<WebRow> row = shelf.find(id);
      if (row.isPresent()) {
        look(row.get());
      }
    }
  }

  private void look(WebRow row) throws InterruptedException {
    if (!isWanted(row)) {
      forget(row);
      return;
    }
    boolean asks = outdated.remove(row.id()) || row.state() != State.FOUND;
    if (asks) {
      ask(row);
    } else {
      check(row);
    }
  }

  private boolean isWanted(WebRow row) {
    long cachedBytes = row.manifest().map(Manifest::contentId).map(store::cachedBytes).orElse(0L);
    return cachedBytes > 0 || shelf.isQueued(row.id());
  }

  private void forget(WebRow row) {
    shelf.change(
        row.id(),
        connection -> {
          if (!WebTable.isQueued(connection, row.id())) {
            WebTable.delete(connection, row.id());
            WebTitleRows.delete(connection, row.id());
          }
        });
  }

  private void ask(WebRow row) throws InterruptedException {
    List<Answer> found = new ArrayList<>();
    Optional<ProbeOutcome> first = Optional.empty();
    List<WebUrl> urls = new ArrayList<>(List.of(row.url()));
    urls.addAll(row.mirrors());
    for (WebUrl url : urls) {
      ProbeOutcome outcome = probe.probe(url, PATIENCE);
      if (outcome instanceof ProbeOutcome.Found(WebResource resource)) {
        found.add(new Answer(url, resource));
      }
      first = first.isPresent() ? first : Optional.of(outcome);
    }
    if (found.isEmpty()) {
      unfound(row, first.orElseThrow());
    } else {
      found(row, found);
    }
  }

  private record Answer(WebUrl url, WebResource resource) {}

  private void found(WebRow row, List<Answer> answers) {
    WebResource first = answers.getFirst().resource();
    List<WebCopy> copies =
        answers.stream()
            .filter(answer -> isSame(first, answer.resource(), row))
            .map(a -> new WebCopy(a.url(), a.resource().validator(), a.resource().ranges()))
            .toList();
    Found found =
        new Found(
            first.sizeBytes(), ChunkSizes.of(first.sizeBytes()), first.checksum(), false, copies);
    WebRow next =
        new WebRow(
            row.id(),
            row.url(),
            row.mirrors(),
            row.name(),
            row.checksum(),
            State.FOUND,
            "",
            Optional.of(found));
    ContentId content = next.manifest().orElseThrow().contentId();
    attempts.remove(row.id());
    shelf.change(
        row.id(),
        connection -> {
          WebTable.found(connection, row.id(), found);
          WebTitleRows.put(
              connection,
              row.id(),
              WebNames.of(row, first),
              first.sizeBytes(),
              Optional.of(content));
        });
    lookAt(row.id()); // all of it may be here already
  }

  /** Whether two servers have the same bytes, as far as they or a checksum at the end can tell. */
  private static boolean isSame(WebResource first, WebResource other, WebRow row) {
    boolean isFirst = first.equals(other);
    boolean sameVersion = isFirst || first.validator().equals(other.validator());
    boolean toldApart = first.validator().ifRange().isPresent() || isFirst;
    boolean isCompared = row.checksum().isPresent();
    return first.sizeBytes() == other.sizeBytes() && (isCompared || (sameVersion && toldApart));
  }

  private void unfound(WebRow row, ProbeOutcome outcome) {
    switch (outcome) {
      case ProbeOutcome.Found _ -> throw new IllegalStateException("found, and yet not");
      case ProbeOutcome.Refused(String sentence) -> {
        if (row.state() != State.FAILED || !row.reason().equals(sentence)) {
          state(row, State.FAILED, sentence);
        }
      }
      case ProbeOutcome.Later(String sentence, Optional<Duration> retryAfter) -> {
        int before = attempts.merge(row.id(), 1, Integer::sum) - 1;
        Duration pause = pause(before);
        Duration wait = retryAfter.filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
        state(row, State.ASKING, sentence + "; it is asked again");
        Timers.Alarm _ = timers.after(wait, () -> lookAt(row.id()));
      }
    }
  }

  private void state(WebRow row, State state, String sentence) {
    LOG.info("{}: {}", row.url().origin(), sentence);
    shelf.change(row.id(), connection -> WebTable.state(connection, row.id(), state, sentence));
  }

  private void check(WebRow row) throws InterruptedException {
    Manifest manifest = row.manifest().orElseThrow();
    boolean isWhole = store.isComplete(manifest.contentId());
    if (!isWhole && row.found().orElseThrow().isChecked()) {
      shelf.change(row.id(), connection -> WebTable.checked(connection, row.id(), false));
    } else if (isWhole && row.isUnchecked()) {
      compare(row, manifest, row.wanted().orElseThrow());
    }
  }

  private void compare(WebRow row, Manifest manifest, Checksum wanted) throws InterruptedException {
    ChunkStore.Pin pin = store.pin(manifest.contentId());
    try {
      Optional<byte[]> digest = digest(manifest, wanted.digest());
      if (digest.isEmpty()) {
        LOG.info("{} is not complete any more; it is compared later", row.url().origin());
      } else if (wanted.matches(digest.get())) {
        shelf.change(row.id(), connection -> WebTable.checked(connection, row.id(), true));
      } else {
        state(row, State.FAILED, "The file is not " + wanted + "; it was thrown away");
        store.forget(manifest.contentId());
      }
    } catch (MediaException e) {
      LOG.debug("The cache closes; {} is compared in the next run", row.url().origin(), e);
    } finally {
      pin.close();
    }
  }

  /** The digest of the whole; empty if some of it went meanwhile. */
  private Optional<byte[]> digest(Manifest manifest, MessageDigest digest)
      throws MediaException, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long position = 0;
    while (position < manifest.sizeBytes()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while comparing");
      }
      buffer.clear();
      int read = store.read(manifest, position, buffer);
      if (read == 0) {
        return Optional.empty();
      }
      digest.update(buffer.flip());
      position += read;
    }
    return Optional.of(digest.digest());
  }
}

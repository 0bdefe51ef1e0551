package larder.media.source.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.Timers;
import larder.media.source.BlockSource;
import larder.media.source.SourceId;
import larder.media.source.http.ServerConnection.Reply;
import larder.media.source.http.WebAccess.Endpoint;

/**
 * One server's copy of one file: a few connections, each a source of its own, since each has its
 * own rate. Answers are believed only as far as they say that they belong to this version of the
 * file; the first that says otherwise ends it. Safe for several threads.
 */
public final class WebMirror implements AutoCloseable {

  /** As many as browsers open at most to one server is six; aria2 and we are politer. */
  public static final int CONNECTIONS = 4;

  private final WebAccess access;
  private final Manifest manifest;
  private final WebCopy copy;
  private final MirrorEvents events;
  private final List<WebBlockSource> sources;

  /** Where the last redirect led. */
  private volatile Optional<Endpoint> current = Optional.empty();

  /** Until when the server wants to be left alone. */
  private volatile Optional<Rest> rest = Optional.empty();

  private record Rest(long sinceNanos, Duration length) {}

  /**
   * @param manifest of the file's version that {@code copy} is
   */
  public WebMirror(WebAccess access, Manifest manifest, WebCopy copy, MirrorEvents events) {
    this.access = access;
    this.manifest = manifest;
    this.copy = copy;
    this.events = events;
    this.sources =
        switch (copy.ranges()) {
          case ANY ->
              IntStream.rangeClosed(1, CONNECTIONS)
                  .<WebBlockSource>mapToObj(number -> new RangedSource(this, idOf(number)))
                  .toList();
          case FROM_START -> List.of(new SequentialSource(this, idOf(1)));
        };
  }

  private SourceId idOf(int number) {
    return new SourceId(copy.url().origin() + " " + number);
  }

  /** The sources, one for each connection. */
  public List<BlockSource> sources() {
    return List.copyOf(sources);
  }

  WebAccess access() {
    return access;
  }

  Manifest manifest() {
    return manifest;
  }

  MirrorEvents events() {
    return events;
  }

  WebUrl url() {
    return copy.url();
  }

  /** Whether the server may be asked now. */
  boolean isAwake() {
    return rest.filter(
            now -> access.timers().nanoTime() - now.sinceNanos() < now.length().toNanos())
        .isEmpty();
  }

  /**
   * Asks the server, where the last redirect led, or from the start when that is no place any more.
   *
   * @param wanted headers of the request
   */
  Located ask(ServerConnection connection, Map<String, String> wanted, Duration timeout)
      throws MediaException, InterruptedException {
    Map<String, String> headers = new HashMap<>(wanted);
    try {
      Optional<Endpoint> known = current;
      if (known.isPresent()) {
        Reply reply = connection.get(known.get(), headers, timeout);
        if (!leadsOn(known.get(), reply)) {
          return new Located(known.get(), reply);
        }
        connection.drop();
      }
      Located found = Located.follow(access, connection, copy.url(), headers, timeout);
      current = Optional.of(found.endpoint());
      return found;
    } catch (WebException e) {
      current = Optional.empty();
      throw fault(e);
    }
  }

  /** Whether to follow the redirects anew: links that they lead to expire. */
  private boolean leadsOn(Endpoint asked, Reply reply) {
    boolean redirected = !asked.url().equals(copy.url());
    return switch (reply.status()) {
      case 301, 302, 303, 307, 308 -> true;
      case 400, 401, 403, 404, 410 -> redirected;
      default -> false;
    };
  }

  /** The headers that ask for a part of this version. */
  Map<String, String> rangeHeaders(long first, long last) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Range", "bytes=" + first + "-" + last);
    copy.validator().ifRange().ifPresent(text -> headers.put("If-Range", text));
    return headers;
  }

  /** Throws unless {@code reply} is that part of this version, as it is. */
  void requirePart(Reply reply, long first, long last) throws MediaException {
    if (reply.status() != 206) {
      throw refusal(reply);
    }
    ContentRange range =
        reply
            .header("Content-Range")
            .flatMap(ContentRange::parse)
            .orElseThrow(() -> failed("does not say which part it sends"));
    requireVersion(reply, range.sizeBytes());
    if (range.first() != first || range.last() != last) {
      throw failed("sends another part than the one it was asked for");
    }
  }

  /** Throws unless {@code reply} is all of this version, as it is. */
  void requireWhole(Reply reply) throws MediaException {
    if (reply.status() != 200) {
      throw refusal(reply);
    }
    requireVersion(reply, lengthOf(reply).orElse(-1L));
  }

  private void requireVersion(Reply reply, long sizeBytes) throws MediaException {
    if (sizeBytes != manifest.sizeBytes() || copy.validator().isContradictedBy(reply)) {
      throw changed("has another version of the file");
    }
    if (reply
        .header("Content-Encoding")
        .filter(text -> !text.equalsIgnoreCase("identity"))
        .isPresent()) {
      throw failed("packs the file, though asked not to");
    }
  }

  private static Optional<Long> lengthOf(Reply reply) {
    return reply
        .header("Content-Length")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::valueOf);
  }

  /** What an answer without the bytes means. */
  private MediaException refusal(Reply reply) {
    if (RetryAfter.isAsked(reply)) {
      sleep(RetryAfter.of(reply).orElse(RetryAfter.USUAL));
      return new MediaException(Fault.NO_SOURCE, server() + " wants to be left alone for a while");
    }
    return switch (reply.status()) {
      case 200, 206 ->
          isOther(reply)
              ? changed("has another version of the file")
              : failed("sends the whole file, though asked for a part");
      case 404, 410, 412 -> changed("has the file no longer (" + reply.status() + ")");
      case 416 -> isCut(reply) ? changed("has a shorter file now") : failed("answers 416");
      default -> failed("answers " + reply.status());
    };
  }

  private boolean isOther(Reply reply) {
    return copy.validator().isContradictedBy(reply)
        || lengthOf(reply).filter(length -> length != manifest.sizeBytes()).isPresent();
  }

  private boolean isCut(Reply reply) {
    return reply
        .header("Content-Range")
        .flatMap(ContentRange::sizeIfUnsatisfied)
        .filter(size -> size != manifest.sizeBytes())
        .isPresent();
  }

  private void sleep(Duration length) {
    Timers timers = access.timers();
    rest = Optional.of(new Rest(timers.nanoTime(), length));
    Timers.Alarm _ = timers.after(length, events::recovered);
  }

  private MediaException changed(String what) {
    String sentence = server() + " " + what;
    events.changed(sentence);
    return new MediaException(Fault.CONTENT_CHANGED, sentence);
  }

  private MediaException failed(String what) {
    return new MediaException(Fault.SOURCE_FAILED, server() + " " + what);
  }

  private String server() {
    return "The server " + copy.url().host();
  }

  /** What a failure to talk means for whoever waits for a chunk. */
  static MediaException fault(WebException e) {
    Fault fault =
        switch (e.kind()) {
          case UNREACHABLE -> Fault.NO_SOURCE;
          case TIMEOUT -> Fault.SOURCE_TIMEOUT;
          case FORBIDDEN, BROKEN -> Fault.SOURCE_FAILED;
        };
    return new MediaException(fault, e.sentence(), e);
  }

  /** Closes the connections; whoever reads gets a fault. Idempotent. */
  @Override
  public void close() {
    sources.forEach(WebBlockSource::close);
  }
}

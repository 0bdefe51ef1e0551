package larder.media.source.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import larder.media.source.http.ServerConnection.Reply;
import larder.media.source.http.WebResource.Ranges;

/**
 * Asks a server what lies behind a URL, with one request for the first byte: the answer tells size,
 * version and whether the server knows ranges, which a HEAD would only promise. Stateless.
 */
public final class WebProbe {

  private static final Map<String, String> FIRST_BYTE =
      Map.of("Range", "bytes=0-0", "Want-Repr-Digest", "sha-512=3, sha-256=10");

  /** What some servers call every ending that they do not know. */
  private static final String UNKNOWN_TYPE = "text/plain";

  private static final Set<String> NO_FILES =
      Set.of(
          "application/json", "application/xhtml+xml", "application/xml", "application/javascript");

  private final WebAccess access;

  public WebProbe(WebAccess access) {
    this.access = access;
  }

  /** Asks once; blocks for {@code timeout} at most. */
  public ProbeOutcome probe(WebUrl url, Duration timeout) throws InterruptedException {
    ServerConnection connection = new ServerConnection(access);
    try {
      Located found = Located.follow(access, connection, url, FIRST_BYTE, timeout);
      return judge(url, found.reply());
    } catch (WebException e) {
      return switch (e.kind()) {
        case FORBIDDEN -> new ProbeOutcome.Refused(e.sentence());
        case UNREACHABLE, TIMEOUT, BROKEN -> new ProbeOutcome.Later(e.sentence(), Optional.empty());
      };
    } finally {
      connection.drop();
    }
  }

  private static ProbeOutcome judge(WebUrl url, Reply reply) {
    return switch (reply.status()) {
      case 206 ->
          reply
              .header("Content-Range")
              .flatMap(ContentRange::parse)
              .filter(range -> range.first() == 0)
              .map(range -> file(url, reply, range.sizeBytes(), Ranges.ANY))
              .orElseGet(() -> refused(url, "does not say how large the file is"));
      case 200 -> whole(url, reply);
      case 416 -> refused(url, "has nothing but an empty file there");
      case 401, 403, 407 -> refused(url, "wants to know who asks (" + reply.status() + ")");
      case 404, 410 -> refused(url, "has no such file (" + reply.status() + ")");
      default -> other(url, reply);
    };
  }

  private static ProbeOutcome other(WebUrl url, Reply reply) {
    String said = "The server " + url.host() + " answers " + reply.status();
    boolean later = RetryAfter.isAsked(reply) || reply.status() >= 500 || reply.status() == 408;
    return later
        ? new ProbeOutcome.Later(said, RetryAfter.of(reply))
        : new ProbeOutcome.Refused(said);
  }

  private static ProbeOutcome whole(WebUrl url, Reply reply) {
    long size =
        reply
            .header("Content-Length")
            .filter(text -> text.matches("\\d{1,18}"))
            .filter(text -> reply.header("Transfer-Encoding").isEmpty())
            .map(Long::parseLong)
            .orElse(-1L);
    if (size < 0) {
      return refused(url, "does not say how large the file is");
    }
    return size == 0
        ? refused(url, "has nothing but an empty file there")
        : file(url, reply, size, Ranges.FROM_START);
  }

  private static ProbeOutcome file(WebUrl url, Reply reply, long sizeBytes, Ranges ranges) {
    Optional<String> coding =
        reply.header("Content-Encoding").filter(text -> !text.equalsIgnoreCase("identity"));
    if (coding.isPresent()) {
      return refused(
          url,
          "sends the file packed (" + Sentences.shown(coding.get()) + "), though asked not to");
    }
    Optional<String> type = mediaType(reply);
    if (type.filter(WebProbe::isNoFile).isPresent()) {
      return refused(url, "sends a page and no video (" + Sentences.shown(type.get()) + ")");
    }
    if (sizeBytes < 1 || sizeBytes > ChunkSizes.LARGEST_BYTES) {
      return refused(
          url, "says that the file has " + sizeBytes + " bytes, which this box does not stock");
    }
    return new ProbeOutcome.Found(
        new WebResource(
            sizeBytes,
            Validator.of(reply),
            ranges,
            FileNames.of(reply).or(() -> FileNames.of(reply.url())).or(() -> FileNames.of(url)),
            type,
            checksum(reply)));
  }

  private static Optional<String> mediaType(Reply reply) {
    return reply
        .header("Content-Type")
        .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(text -> !text.isEmpty());
  }

  private static boolean isNoFile(String type) {
    boolean isText = type.startsWith("text/") && !type.equals(UNKNOWN_TYPE);
    return isText || NO_FILES.contains(type);
  }

  /** Of the whole file: what describes a part's own bytes says nothing here. */
  private static Optional<Checksum> checksum(Reply reply) {
    Optional<Checksum> digest =
        reply.header("Repr-Digest").or(() -> reply.header("Digest")).flatMap(Checksum::inDigests);
    return digest.or(
        () ->
            reply
                .header("Content-MD5")
                .filter(_ -> reply.status() == 200)
                .flatMap(text -> Checksum.inBase64(Checksum.Algorithm.MD5, text)));
  }

  private static ProbeOutcome refused(WebUrl url, String why) {
    return new ProbeOutcome.Refused("The server " + url.host() + " " + why);
  }
}

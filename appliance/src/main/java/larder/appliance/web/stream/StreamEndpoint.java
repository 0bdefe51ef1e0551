package larder.appliance.web.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.ClientLink;
import larder.appliance.web.http.Endpoint;
import larder.appliance.web.http.Header;
import larder.appliance.web.http.Method;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.media.ByteRange;
import larder.media.Fault;
import larder.media.MediaException;
import larder.media.TitleId;

/**
 * Answers {@code GET} and {@code HEAD /stream/{title}}. The first bytes are read before the status
 * goes out, so that a missing source is a 503 and not a broken 200; HEAD reads nothing. A response
 * keeps the content that it began with.
 */
public final class StreamEndpoint implements Endpoint {

  /** A TV that is paused takes nothing; a quarter of an hour is a phone call. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /** When all streams are taken, one will end soon: players probe and hang up. */
  private static final Duration FULL_RETRY = Duration.ofSeconds(2);

  private final TitleFiles files;
  private final OpenStreams streams;
  private final StreamBuffers buffers = new StreamBuffers();

  public StreamEndpoint(TitleFiles files, OpenStreams streams) {
    this.files = files;
    this.streams = streams;
  }

  @Override
  public Answer answer(Call call) throws ProblemException, MediaException, InterruptedException {
    TitleFile file = find(call.value("title"));
    Validators validators = new Validators(etag(file), file.modified());
    List<Header> headers = headers(validators);
    return switch (validators.judge(call::header)) {
      case NOT_MODIFIED -> new Answer.Empty(304, headers);
      case FAILED ->
          throw Problem.of(412, "The file is not the one that the condition names.").toException();
      case GO_ON -> select(call, file, validators, headers);
    };
  }

  private TitleFile find(String id) throws ProblemException {
    try {
      return files.find(new TitleId(id)).orElseThrow(StreamEndpoint::unknown);
    } catch (IllegalArgumentException e) {
      throw unknown(); // what is no id names no title
    }
  }

  private static ProblemException unknown() {
    return Problem.of(Fault.UNKNOWN_TITLE, "There is no such title.").toException();
  }

  private static String etag(TitleFile file) {
    return '"' + file.manifest().contentId().hex().substring(0, 32) + '"';
  }

  private static List<Header> headers(Validators validators) {
    return List.of(
        new Header("Accept-Ranges", "bytes"),
        new Header("ETag", validators.etag()),
        new Header("Last-Modified", validators.lastModified()),
        new Header("Cache-Control", "private, no-cache"));
  }

  private Answer select(Call call, TitleFile file, Validators validators, List<Header> headers)
      throws ProblemException, MediaException, InterruptedException {
    long size = file.manifest().sizeBytes();
    // RFC 9110, 14.2: ranges are defined for GET only.
    boolean ranged = call.method() == Method.GET && validators.allowsRange(call::header);
    Optional<String> field = ranged ? call.header("Range") : Optional.empty();
    Layout layout = new Layout(MediaTypes.of(file.name()), etag(file), size);
    return switch (RangeHeader.select(field, size)) {
      case Selection.All() -> open(call, file, layout.whole(), headers);
      case Selection.Some(List<ByteRange> ranges) ->
          open(call, file, layout.parts(ranges), headers);
      case Selection.Unsatisfiable() ->
          throw Problem.of(416, "The file has " + size + " bytes.")
              .with(new Header("Content-Range", "bytes */" + size))
              .with(new Header("Accept-Ranges", "bytes"))
              .toException();
    };
  }

  private Answer open(Call call, TitleFile file, Layout.Plan plan, List<Header> headers)
      throws ProblemException, MediaException, InterruptedException {
    List<Header> all = new ArrayList<>(headers);
    all.addAll(plan.headers());
    if (call.method() == Method.HEAD) {
      return new Answer.Streamed(plan.status(), all, new UnreadBody(plan.lengthBytes()));
    }
    OpenStreams.OpenStream stream =
        streams
            .open(file.manifest(), call.caller().token())
            .orElseThrow(() -> full().toException());
    ClientLink link = call.link();
    Lease lease = new Lease(link.standBy(PATIENCE, stream::close), link::cut, buffers);
    TitleBody body = new TitleBody(plan, stream, lease);
    try {
      body.awaitFirst();
      return new Answer.Streamed(plan.status(), all, body);
    } catch (MediaException | InterruptedException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private static Problem full() {
    return Problem.of(503, OpenStreams.MAX_OPEN + " streams are open; that is the limit.")
        .retryAfter(FULL_RETRY);
  }

  /**
   * What a body works with beside its stream.
   *
   * @param watch begins with the first wait for bytes, ends with the body
   * @param cut ends the connection
   * @param buffers for what cannot leave as a region
   */
  record Lease(ClientLink.Watch watch, Runnable cut, StreamBuffers buffers) {}
}

package larder.appliance.web.api;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import larder.appliance.library.Library;
import larder.appliance.library.Title;
import larder.appliance.library.Title.Keeping;
import larder.appliance.library.ViewerId;
import larder.appliance.security.Scope;
import larder.appliance.security.SignedUrls;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.TitleId;
import larder.media.cache.CacheView;
import org.jspecify.annotations.Nullable;

/** {@code titles/…}: one title, its chunks, and how to play it. */
public final class TitlesApi {

  private final Library library;
  private final CacheView cache;
  private final SignedUrls signedUrls;
  private final String purpose;

  /**
   * @param purpose what URLs of streams are signed for
   */
  public TitlesApi(Library library, CacheView cache, SignedUrls signedUrls, String purpose) {
    this.library = library;
    this.cache = cache;
    this.signedUrls = signedUrls;
    this.purpose = purpose;
  }

  public List<Route> routes() {
    Paths.Maker watch = Paths.holding(Scope.WATCH);
    return List.of(
        watch.get(
            "titles/{id}",
            Operation.of("One title.").asks("viewer").gives(Titles.TitleShape.class),
            call -> answer(find(call))),
        Paths.holding(Scope.QUEUE)
            .patch(
                "titles/{id}",
                Operation.of("Keeps a title for good, or no longer.")
                    .takes(TitleEdit.class)
                    .gives(Titles.TitleShape.class),
                this::edit),
        watch.get(
            "titles/{id}/next",
            Operation.of("The episode that follows in the show, if any.")
                .asks("viewer")
                .gives(Following.class),
            this::next),
        watch.get(
            "titles/{id}/chunks",
            Operation.of("Which chunks are on the box, lowest bit of the first byte first.")
                .gives(Chunks.class),
            this::chunks),
        watch.post(
            "titles/{id}/playback",
            Operation.of("How to play a title, with a URL that needs no header.")
                .asks("viewer")
                .takes(PlaybackRequest.class)
                .gives(Playback.class),
            this::playback));
  }

  private Title find(Call call) throws ProblemException {
    ViewerId viewer = LibraryApi.viewer(call);
    return library.title(id(call), viewer).orElseThrow(TitlesApi::unknown);
  }

  private Answer next(Call call) throws ProblemException {
    Title title = find(call);
    return Answer.ok(
        new Following(
            library.next(title.id(), LibraryApi.viewer(call)).map(Titles::shape).orElse(null)));
  }

  /** What is no id names no title. */
  static TitleId id(Call call) throws ProblemException {
    try {
      return new TitleId(call.value("id"));
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static ProblemException unknown() {
    return Problem.of(Fault.UNKNOWN_TITLE, "There is no such title.").toException();
  }

  private static Answer answer(Title title) {
    return Edits.tagged(200, Titles.shape(title), editable(title));
  }

  private static List<Keeping> editable(Title title) {
    return List.of(title.keep());
  }

  private Answer edit(Call call) throws ProblemException, IOException {
    TitleEdit edit = call.json(TitleEdit.class);
    Title title = find(call);
    Edits.check(call, editable(title));
    library.keep(title.id(), edit.keep() ? Keeping.KEPT : Keeping.EVICTABLE);
    return answer(find(call));
  }

  private Answer chunks(Call call) throws ProblemException {
    Title title = find(call);
    Manifest manifest =
        library
            .manifest(title.id())
            .orElseThrow(
                () ->
                    Problem.of(Fault.NO_SOURCE, "No device has told this title's chunks yet.")
                        .toException());
    int count = manifest.chunkCount();
    byte[] bits = cache.present(manifest.contentId()).toByteArray();
    byte[] present = Arrays.copyOf(bits, (count + 7) / 8);
    return Answer.ok(
        new Chunks(manifest.chunkBytes(), count, Base64.getEncoder().encodeToString(present)));
  }

  private Answer playback(Call call) throws ProblemException, IOException {
    call.json(PlaybackRequest.class);
    Title title = find(call);
    double resume =
        title.progress().watched() ? 0 : title.progress().position().toMillis() / 1000.0;
    String url =
        "/stream/" + title.id() + "?" + signedUrls.query(purpose, title.id(), tokenId(call));
    return Answer.ok(
        new Playback(
            "direct",
            "This box sends the file as it is; the player must know its format.",
            url,
            List.of(),
            List.of(),
            null,
            resume));
  }

  /** The route asks for a token, so there is one. */
  private static String tokenId(Call call) {
    return call.caller().token().orElseThrow(() -> new IllegalStateException("no token"));
  }

  record Following(Titles.@Nullable TitleShape next) {}

  record TitleEdit(Boolean keep) {}

  record Chunks(int chunkBytes, int count, String present) {}

  /**
   * What a player asks.
   *
   * @param profile what it can play, in its own words; this build does not need it
   */
  record PlaybackRequest(@Nullable Object profile) {}

  record Playback(
      String decision,
      String reason,
      String url,
      List<Object> subtitles,
      List<Object> audio,
      @Nullable String trickplay,
      double resumeSeconds) {}
}

package larder.appliance.web.api;

import java.io.IOException;
import java.util.List;
import java.util.function.ToIntFunction;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.FolderView;
import larder.appliance.mesh.Mesh;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import org.jspecify.annotations.Nullable;

/** {@code folders}: what the devices share. */
public final class FoldersApi {

  private final Mesh mesh;
  private final ToIntFunction<FolderId> titles;

  /**
   * @param titles how many titles a folder has
   */
  public FoldersApi(Mesh mesh, ToIntFunction<FolderId> titles) {
    this.mesh = mesh;
    this.titles = titles;
  }

  public List<Route> routes() {
    Paths.Maker watch = Paths.holding(Scope.WATCH);
    Paths.Maker admin = Paths.holding(Scope.ADMIN);
    return List.of(
        watch.get(
            "folders",
            Operation.of("Every folder that was taken or is offered.").gives(Folders.class),
            call -> Answer.ok(list())),
        watch.get(
            "folders/{id}",
            Operation.of("One folder.").gives(Folder.class),
            call -> answer(find(call))),
        admin.put(
            "folders/{id}",
            Operation.of("Takes a folder, or changes how.")
                .takes(Acceptance.class)
                .gives(Folder.class),
            this::accept),
        admin.delete(
            "folders/{id}",
            Operation.of("Leaves a folder; the other devices' files stay."),
            this::leave));
  }

  private Folders list() {
    return new Folders(mesh.folders().stream().map(this::shape).toList(), null);
  }

  private FolderView find(Call call) throws ProblemException {
    FolderId id = id(call);
    return mesh.folders().stream()
        .filter(folder -> folder.id().equals(id))
        .findFirst()
        .orElseThrow(FoldersApi::unknown);
  }

  private Answer accept(Call call) throws ProblemException, IOException {
    Acceptance request = call.json(Acceptance.class);
    FolderMode mode = Inputs.oneOf("mode", request.mode(), FolderMode.class);
    Edits.check(call, editable(find(call)));
    if (!accepted(id(call), mode)) {
      throw unknown();
    }
    return answer(find(call));
  }

  private boolean accepted(FolderId id, FolderMode mode) throws ProblemException {
    return switch (mode) {
      case STOCK -> mesh.accept(id, mode);
      case SYNC ->
          throw Problem.of(422, "This box cannot take folders as " + Words.of(mode) + " yet.")
              .toException();
    };
  }

  private Answer leave(Call call) throws ProblemException {
    if (!mesh.leave(id(call))) {
      throw unknown();
    }
    return Answer.noContent();
  }

  private Answer answer(FolderView folder) {
    return Edits.tagged(200, shape(folder), editable(folder));
  }

  private static List<String> editable(FolderView folder) {
    return folder.mode().map(Words::of).map(List::of).orElse(List.of());
  }

  private static FolderId id(Call call) throws ProblemException {
    return Inputs.parsed("id", call.value("id"), FolderId::new);
  }

  private static ProblemException unknown() {
    return Problem.notFound("No device offers such a folder.").toException();
  }

  private Folder shape(FolderView folder) {
    return new Folder(
        folder.id().value(),
        folder.label(),
        folder.mode().map(Words::of).orElse(null),
        folder.mode().isPresent() ? "active" : "pending",
        folder.devices().stream().map(DeviceId::toString).toList(),
        titles.applyAsInt(folder.id()));
  }

  record Folders(List<Folder> items, @Nullable String next) {}

  record Folder(
      String id,
      String label,
      @Nullable String mode,
      String state,
      List<String> devices,
      int titles) {}

  record Acceptance(String mode) {}
}

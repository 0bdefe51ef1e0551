package larder.appliance.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.Mesh;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Header;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import org.jspecify.annotations.Nullable;

/** {@code devices}: who is in the mesh, who knocks. */
public final class DevicesApi {

  /** A device has a few addresses; more is no list of addresses. */
  private static final int MAX_ADDRESSES = 16;

  /** Names come to this length in the mesh as well. */
  private static final int MAX_NAME_CHARS = 64;

  private final Mesh mesh;

  public DevicesApi(Mesh mesh) {
    this.mesh = mesh;
  }

  public List<Route> routes() {
    Paths.Maker watch = Paths.holding(Scope.WATCH);
    Paths.Maker admin = Paths.holding(Scope.ADMIN);
    return List.of(
        watch.get(
            "devices",
            Operation.of("Every device that is known, knocked or was turned away.")
                .gives(Devices.class),
            call -> Answer.ok(list())),
        admin.post(
            "devices",
            Operation.of("Adds a device, or lets in one that knocked.")
                .takes(NewDevice.class)
                .gives(Device.class)
                .answers(201),
            this::add),
        admin.patch(
            "devices/{id}",
            Operation.of("Turns away a device that knocked.")
                .takes(Verdict.class)
                .gives(Device.class),
            this::refuse),
        admin.delete(
            "devices/{id}",
            Operation.of("Forgets a device and closes its connection."),
            this::forget));
  }

  private Devices list() {
    return new Devices(mesh.devices().stream().map(DevicesApi::shape).toList(), null);
  }

  private Answer add(Call call) throws ProblemException, IOException {
    NewDevice request = call.json(NewDevice.class);
    Invited invited = invited(request, mesh.self());
    mesh.approve(invited.id(), invited.name(), invited.addresses());
    Header location = new Header("Location", "/api/v1/devices/" + invited.id());
    return Answer.json(
        201, shape(find(invited.id()).orElseThrow(DevicesApi::unknown)), List.of(location));
  }

  private Optional<DeviceView> find(DeviceId id) {
    return mesh.devices().stream().filter(device -> device.id().equals(id)).findFirst();
  }

  private Answer refuse(Call call) throws ProblemException, IOException {
    DeviceId id = Inputs.parsed("id", call.value("id"), DeviceId::parse);
    Verdict verdict = call.json(Verdict.class);
    if (!verdict.state().equals("refused")) {
      throw Inputs.wrong("state", verdict.state(), "only \"refused\" can be set");
    }
    DeviceView known = find(id).orElseThrow(DevicesApi::unknown);
    if (known.state() != DeviceView.State.REFUSED && !mesh.refuse(id)) {
      throw Problem.of(409, "This device is let in already: forget it instead.").toException();
    }
    return Answer.ok(shape(find(id).orElseThrow(DevicesApi::unknown)));
  }

  private Answer forget(Call call) throws ProblemException {
    DeviceId id = Inputs.parsed("id", call.value("id"), DeviceId::parse);
    if (!mesh.forget(id)) {
      throw unknown();
    }
    return Answer.noContent();
  }

  private static ProblemException unknown() {
    return Problem.notFound("There is no such device.").toException();
  }

  /** What a caller says about a device, judged. */
  static Invited invited(NewDevice device, DeviceId self) throws ProblemException {
    DeviceId id = Inputs.parsed("id", device.id(), DeviceId::parse);
    if (id.equals(self)) {
      throw Inputs.wrong("id", id.toString(), "that is this box itself");
    }
    Optional<String> name = Inputs.text(device.name());
    if (name.filter(text -> text.length() > MAX_NAME_CHARS).isPresent()) {
      throw Problem.badRequest("\"name\" is longer than " + MAX_NAME_CHARS + " characters.")
          .toException();
    }
    List<String> addresses = device.addresses() == null ? List.of() : device.addresses();
    if (addresses.size() > MAX_ADDRESSES) {
      throw Problem.badRequest("More than " + MAX_ADDRESSES + " addresses.").toException();
    }
    for (String address : addresses) {
      Inputs.parsed("addresses", address, DevicesApi::checkedAddress);
    }
    return new Invited(id, name, addresses);
  }

  private static URI checkedAddress(String address) {
    URI uri = URI.create(address);
    if (!"tcp".equals(uri.getScheme())
        || uri.getHost() == null
        || uri.getPort() < 1
        || !uri.getPath().isEmpty()) {
      throw new IllegalArgumentException("expected tcp://host:port");
    }
    return uri;
  }

  private static Device shape(DeviceView device) {
    return new Device(
        device.id().toString(),
        device.name(),
        Words.of(device.kind()),
        Words.of(device.state()),
        device.via().map(Words::of).orElse(null),
        device.folders().stream().map(FolderId::value).toList(),
        device.lastSeen().orElse(null),
        device.note().orElse(null));
  }

  record Devices(List<Device> items, @Nullable String next) {}

  record Device(
      String id,
      String name,
      String kind,
      String state,
      @Nullable String via,
      List<String> folders,
      @Nullable Instant lastSeen,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {}

  record Verdict(String state) {}

  record NewDevice(String id, @Nullable String name, @Nullable List<String> addresses) {}

  /** A device to let in. */
  record Invited(DeviceId id, Optional<String> name, List<String> addresses) {
    Invited {
      addresses = List.copyOf(addresses);
    }
  }
}

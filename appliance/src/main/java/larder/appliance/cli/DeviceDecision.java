package larder.appliance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import larder.appliance.mesh.wire.DeviceId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder devices approve|refuse|forget}: what the household decides about devices. */
abstract class DeviceDecision implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  @Parameters(paramLabel = "ID", arity = "1..*", description = "device ids")
  private List<String> ids = List.of();

  private DeviceDecision(Context context) {
    this.context = context;
  }

  /**
   * Tells the box.
   *
   * @return the box's answer in JSON, empty if it gives none
   */
  abstract String tell(BoxClient client, DeviceId id)
      throws CommandFailedException, InterruptedException;

  /** What happened, before the id. */
  abstract String done();

  @Override
  public final Integer call() throws CommandFailedException, InterruptedException {
    List<DeviceId> devices = new ArrayList<>();
    for (String id : ids) {
      devices.add(parse(id));
    }
    try (BoxClient client = flags.open(context)) {
      for (DeviceId device : devices) {
        String answer = tell(client, device);
        if (!flags.json()) {
          context.out().line(done() + ": " + device);
        } else if (!answer.isEmpty()) {
          context.out().line(answer);
        }
      }
    }
    return ExitCode.DONE.number();
  }

  private static DeviceId parse(String id) throws CommandFailedException {
    try {
      return DeviceId.parse(id);
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.usage(
          "\"" + Text.harmless(id) + "\": " + e.getMessage() + ". 'larder devices' lists ids.");
    }
  }

  /** Lets devices in. */
  @Command(
      name = "approve",
      description = "Lets devices in, whether they asked already or not.",
      mixinStandardHelpOptions = true,
      versionProvider = LarderVersion.class,
      sortOptions = false,
      footerHeading = "%nExample:%n",
      footer = "  larder devices approve MFZWI3D-...")
  static final class Approve extends DeviceDecision {

    Approve(Context context) {
      super(context);
    }

    @Override
    String tell(BoxClient client, DeviceId id) throws CommandFailedException, InterruptedException {
      return client.post("devices", Map.of("id", id.toString())).text();
    }

    @Override
    String done() {
      return "Let in";
    }
  }

  /** Turns devices away. */
  @Command(
      name = "refuse",
      description = "Turns away devices that want to join; nobody is asked about them again.",
      mixinStandardHelpOptions = true,
      versionProvider = LarderVersion.class,
      sortOptions = false,
      footerHeading = "%nExample:%n",
      footer = "  larder devices refuse MFZWI3D-...")
  static final class Refuse extends DeviceDecision {

    Refuse(Context context) {
      super(context);
    }

    @Override
    String tell(BoxClient client, DeviceId id) throws CommandFailedException, InterruptedException {
      return client.patch("devices/" + id, Map.of("state", "refused")).text();
    }

    @Override
    String done() {
      return "Turned away";
    }
  }

  /** Forgets devices. */
  @Command(
      name = "forget",
      description = "Forgets devices and closes their connections; their files stay theirs.",
      mixinStandardHelpOptions = true,
      versionProvider = LarderVersion.class,
      sortOptions = false,
      footerHeading = "%nExample:%n",
      footer = "  larder devices forget MFZWI3D-...")
  static final class Forget extends DeviceDecision {

    Forget(Context context) {
      super(context);
    }

    @Override
    String tell(BoxClient client, DeviceId id) throws CommandFailedException, InterruptedException {
      return client.delete("devices/" + id).text();
    }

    @Override
    String done() {
      return "Forgotten";
    }
  }
}

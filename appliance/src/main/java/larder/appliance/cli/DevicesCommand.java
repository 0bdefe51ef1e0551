package larder.appliance.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code larder devices}: who is in the mesh. */
@Command(
    name = "devices",
    description = "Lists the devices of the mesh and those that want to join.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = {"  larder devices", "  larder devices approve MFZWI3D-..."})
final class DevicesCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  DevicesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    try (BoxClient client = flags.open(context)) {
      List<JsonNode> devices = Pages.all(client, "devices");
      if (flags.json()) {
        context.out().line(Pages.json(devices));
      } else if (devices.isEmpty()) {
        context.err().line("No device yet. Share a folder from a PC: larder share ~/Videos");
      } else {
        print(devices);
      }
      return ExitCode.DONE.number();
    }
  }

  private void print(List<JsonNode> devices) {
    Table table = new Table(0, "NAME", "KIND", "STATE", "VIA", "FOLDERS", "ID");
    for (JsonNode device : devices) {
      table.row(
          device.path("name").asString("?"),
          device.path("kind").asString("?"),
          device.path("state").asString("?"),
          device.path("via").asString(""),
          folders(device),
          device.path("id").asString("?"));
    }
    table.print(context.out());
  }

  private static String folders(JsonNode device) {
    return StreamSupport.stream(device.path("folders").spliterator(), false)
        .map(folder -> folder.asString(""))
        .collect(Collectors.joining(", "));
  }
}

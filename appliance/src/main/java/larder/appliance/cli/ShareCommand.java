package larder.appliance.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder share}: makes this PC a member of the mesh. */
@Command(
    name = "share",
    description = {
      "Shares folders of this computer with the box; their files are only read.",
      "Runs in the foreground; SIGTERM or Ctrl-C stops it cleanly."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder share ~/Videos --box http://192.168.1.20:8080 --code 123456")
final class ShareCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "folders to share")
  private List<Path> folders = List.of();

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "where it keeps its identity and index; default: the platform's place for data")
  private Optional<Path> home = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "what the household calls this computer")
  private Optional<String> name = Optional.empty();

  @Mixin private final MeetingFlags meeting = new MeetingFlags();

  @Option(
      names = "--box",
      paramLabel = "URL",
      description = "the box to join; default: the one this computer is paired with")
  private Optional<String> box = Optional.empty();

  @Option(
      names = "--code",
      paramLabel = "123456",
      description = "the code that the TV shows; needed once for each box")
  private Optional<String> code = Optional.empty();

  ShareCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    Optional<BoxJoin> join = join();
    ShareOptions options = new ShareOptions(checkedFolders(), home, settings());
    try (RunningShare share = context.programs().share().start(options)) {
      Serving serving = new Serving(context);
      serving.closeOnSignal(share);
      if (join.isPresent()) {
        join.get().join(share);
        context.err().line("The box has let this computer in.");
      }
      serving.announce(share);
      showHashing(share);
      return serving.untilEnd(share);
    }
  }

  /** Judged before anything starts. */
  private Optional<BoxJoin> join() throws CommandFailedException {
    if (code.isEmpty()) {
      if (box.isPresent()) {
        throw CommandFailedException.usage(
            "--box needs --code: open pairing on the TV, which then shows one.");
      }
      return Optional.empty();
    }
    Optional<SavedBox> saved = SavedBoxFile.of(context.environment()).load();
    URI url =
        box.isPresent()
            ? BoxUrl.parse(box.get())
            : saved
                .map(SavedBox::url)
                .orElseThrow(
                    () ->
                        CommandFailedException.usage(
                            "--code needs --box URL: the address that the TV shows."));
    return Optional.of(new BoxJoin(url, PairingCode.parse(code.get())));
  }

  private List<Path> checkedFolders() throws CommandFailedException {
    List<Path> checked = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw CommandFailedException.failed(
            "There is no folder " + folder + ". Nothing is shared; check the name.");
      }
      checked.add(realPath(folder));
    }
    return checked;
  }

  private static Path realPath(Path folder) throws CommandFailedException {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "The folder " + folder + " cannot be read: " + e.getMessage() + ". Nothing is shared.");
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    name.ifPresent(value -> settings.put("name", value));
    meeting.putInto(settings);
    return settings;
  }

  /** Only for someone who watches; the log tells everyone else. */
  private void showHashing(RunningShare share) throws InterruptedException {
    if (!context.err().isWatched()) {
      return;
    }
    try (ProgressBar bar = new ProgressBar(context.err(), context.ticker())) {
      HashingProgress progress = share.hashing();
      while (progress.state() == HashingProgress.State.HASHING) {
        bar.show(reading(progress));
        context.ticker().sleep(ProgressBar.REDRAW);
        progress = share.hashing();
      }
      bar.show(reading(progress));
    }
  }

  private static ProgressBar.Reading reading(HashingProgress progress) {
    return new ProgressBar.Reading(
        "Hashing", progress.bytesDone(), progress.bytesTotal(), ProgressBar.Unit.BYTES);
  }
}

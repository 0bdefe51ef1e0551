package larder.appliance.cli;

import java.util.Optional;

/** Says that a process serves, and stays until it is asked to stop or fails. */
final class Serving {

  private final Context context;

  Serving(Context context) {
    this.context = context;
  }

  /** Makes SIGTERM close {@code running} from now on. */
  void closeOnSignal(Running running) {
    context.shutdown().onSignal(running::close);
  }

  /** Prints the one line on stdout. */
  void announce(Running running) {
    context.out().line(running.ready().toString());
  }

  int untilEnd(Running running) throws CommandFailedException, InterruptedException {
    try (running) {
      Optional<String> failure = running.awaitEnd();
      if (failure.isPresent()) {
        throw CommandFailedException.failed(failure.get());
      }
      return ExitCode.DONE.number();
    }
  }
}

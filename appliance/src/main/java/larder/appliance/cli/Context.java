package larder.appliance.cli;

import java.util.Map;
import larder.appliance.supervise.Ticker;

/** What every command is made with. */
record Context(
    Programs programs,
    Terminal terminal,
    Map<String, String> environment,
    Ticker ticker,
    Shutdown shutdown) {

  Output out() {
    return terminal.out();
  }

  Output err() {
    return terminal.err();
  }
}

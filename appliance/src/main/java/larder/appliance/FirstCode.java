package larder.appliance;

import java.util.Optional;
import larder.appliance.security.Pairing;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;
import larder.appliance.web.WebParts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the pairing code of a box that nobody has claimed on its console, each new one once. */
final class FirstCode {

  private static final Logger LOG = LoggerFactory.getLogger(FirstCode.class);

  private final WebParts.Doors doors;

  FirstCode(WebParts.Doors doors) {
    this.doors = doors;
  }

  void watch(Supervisor supervisor) {
    if (doors.tokens().isUnclaimed()) {
      doors.pairing().openFirst();
      supervisor.start("first code", Verdict.restart(), this::show);
    }
  }

  private void show() throws InterruptedException {
    Optional<Pairing.Code> code = doors.pairing().nextFirstCode("");
    while (code.isPresent()) {
      String digits = code.get().digits();
      LOG.info(
          "Nobody has claimed this box yet. The first one gets in with the code {} (for {} s)",
          digits,
          code.get().expiresIn().toSeconds());
      code = doors.pairing().nextFirstCode(digits);
    }
  }
}

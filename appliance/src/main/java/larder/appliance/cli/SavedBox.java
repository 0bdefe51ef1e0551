package larder.appliance.cli;

import java.net.URI;

/** The box that this user's command line is paired with. */
record SavedBox(URI url, String token) {

  /** Without the token: it must not reach a log. */
  @Override
  public String toString() {
    return "box at " + url;
  }
}

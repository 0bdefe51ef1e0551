package larder.appliance.web.http;

/**
 * One header field of an answer.
 *
 * @param value free of control characters, so that no value can end the line
 */
public record Header(String name, String value) {

  public Header {
    if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException("control character in the value of " + name);
    }
  }
}

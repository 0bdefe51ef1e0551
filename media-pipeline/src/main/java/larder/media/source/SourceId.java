package larder.media.source;

/**
 * Names who a source belongs to: all contents of one device share its id, so that one slow device
 * is one slow source.
 *
 * @param value a device id, or a URL's origin; not blank
 */
public record SourceId(String value) {

  public SourceId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("blank source id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

package larder.appliance.event;

/** Where the parts of the box say what happened. */
public interface Events {

  /**
   * Publishes an event; never blocks and never fails.
   *
   * @param topic one of {@code queue, progress, devices, library, playback, settings, pairing,
   *     messages, activity}
   * @param subject the id of what changed, or empty for "look again"
   */
  void publish(String topic, String subject);
}

package larder.appliance.web.http;

import larder.media.Fault;

/** The sentences for faults, for developers; the TV has its own, by the fault's key. */
public final class Faults {

  private Faults() {}

  public static String sentence(Fault fault) {
    return switch (fault) {
      case NO_SOURCE -> "No device that has the missing part is connected.";
      case SOURCE_TIMEOUT -> "The device that has the missing part does not answer.";
      case SOURCE_FAILED -> "The device that has the missing part could not read its file.";
      case WRONG_BYTES -> "The device sent bytes that are not this file's.";
      case CONTENT_CHANGED -> "The file changed on its device; ask for it again.";
      case DISK_FULL -> "The box's disk is full.";
      case DISK_FAILED -> "The box's disk failed.";
      case UNKNOWN_TITLE -> "There is no such title.";
      case CLOSING -> "The box is shutting down.";
    };
  }
}

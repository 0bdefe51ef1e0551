package larder.appliance.library;

import larder.media.TitleId;

/** What came of noting how far a viewer is. */
public sealed interface ProgressOutcome {

  /** On disk. */
  record Noted(WatchState state) implements ProgressOutcome {}

  /** There is no such viewer. */
  record UnknownViewer(ViewerId viewer) implements ProgressOutcome {}

  /** There is no such title. */
  record UnknownTitle(TitleId title) implements ProgressOutcome {}
}

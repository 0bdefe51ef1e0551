package larder.media.cache;

import larder.media.Manifest;

/** Told that a chunk was found damaged or unreadable, and is a hole now. */
@FunctionalInterface
public interface DamageListener {

  /** Short, on any thread, without a lock. */
  void found(Manifest manifest, int index);
}

package larder.media.cache;

import larder.media.ContentId;

/**
 * Asked before chunks of a content leave the disk, so that the mesh can first tell the other
 * devices that the box can no longer serve it. The bytes go only after this returns.
 */
@FunctionalInterface
public interface EvictionGate {

  /**
   * Blocks for as long as telling takes (a local database write); must not call back into the
   * cache. Called again when more chunks of the same content leave.
   */
  void beforeEviction(ContentId content);
}

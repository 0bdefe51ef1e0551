package larder.appliance.mesh.index;

import java.util.List;
import java.util.Map;
import larder.appliance.mesh.FolderId;

/**
 * What two devices share right now, after both sent a ClusterConfig.
 *
 * @param common the folders that both share and neither paused, with how far the peer knows our
 *     index of each
 * @param restarted folders in which the peer's index starts anew, so that what it had said is void
 * @param membership whether who shares what, or who offers what, changed
 */
record Agreement(
    Map<FolderId, IndexPosition> common, List<FolderId> restarted, Membership membership) {

  static final Agreement NOTHING = new Agreement(Map.of(), List.of(), Membership.UNCHANGED);

  Agreement {
    common = Map.copyOf(common);
    restarted = List.copyOf(restarted);
  }

  /** Whether an agreement changed who shares what. */
  enum Membership {
    UNCHANGED,
    CHANGED
  }
}

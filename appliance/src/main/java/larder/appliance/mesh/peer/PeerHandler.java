package larder.appliance.mesh.peer;

import larder.appliance.mesh.wire.Message;

/**
 * What the mesh does with its peers. The calls for one link come one at a time from a thread that
 * the link keeps for them, so that answers to requests arrive even while a call is slow; except
 * {@link #onRequest}, which gets a thread of its own for each request. None of them is interrupted
 * when the link ends: whoever waits on the link fails then.
 */
public interface PeerHandler {

  /**
   * A device that is let in is connected; nothing was sent but the Hello. Must send the
   * ClusterConfig.
   */
  void onOpen(PeerLink link);

  /**
   * A ClusterConfig, Index, IndexUpdate or DownloadProgress arrived. A slow return holds the peer
   * back, which is wanted.
   */
  void onMessage(PeerLink link, Message message);

  /** The peer asks for a block; answers within a few seconds, with an error code if it must. */
  Message.Response onRequest(PeerLink link, Message.Request request);

  /** The link is gone; the last call for it. */
  void onClosed(PeerLink link, String reason);
}

package larder.appliance.mesh.peer;

/** What every link of a service is made with. */
record LinkParts(PeerHandler handler, PeerTiming timing, SharedMemory memory) {}

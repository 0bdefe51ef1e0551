package larder.appliance.mesh.sync;

/** The disk that the synced folders are on. */
@FunctionalInterface
public interface Disk {

  /** What it has above its reserve; negative if it has less. */
  long spareBytes();
}

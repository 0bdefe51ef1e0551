package larder.appliance.mesh;

/** How the box takes a folder. */
public enum FolderMode {
  /** The index at once, chunks when the queue or a reader wants them. */
  STOCK,
  /** All of it, both ways. */
  SYNC
}

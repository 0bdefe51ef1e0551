package larder.appliance.mesh.index;

/** What this device is in a folder. */
public enum FolderRole {
  /** Takes the index at once, and blocks when somebody wants them. Never edits. */
  STOCK,
  /** Has the files and edits them; takes nothing. */
  SHARE,
  /** Keeps all of it, and its files are edited here too. */
  SYNC
}

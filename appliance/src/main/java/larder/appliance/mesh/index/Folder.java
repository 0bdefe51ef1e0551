package larder.appliance.mesh.index;

import larder.appliance.mesh.FolderId;

/**
 * A folder that this device is a member of.
 *
 * @param key its number in the database
 * @param own how far our own announcements are
 */
record Folder(long key, FolderId id, String label, FolderRole role, IndexPosition own) {}

/**
 * Folders that the box keeps in sync: fetches what others have and this device lacks, and puts it
 * on the disk so that a power cut at any instant loses nothing.
 *
 * <p>In: needs ({@code SyncIndex}), blocks of connected devices, and the announcements of the
 * scanner, which takes the same {@link larder.appliance.mesh.sync.Turn}. Out: files under one
 * directory for each folder, what they replaced in the trash, and our own announcements. {@code
 * FolderPull} plans, {@code Fetcher} fills temporary files, {@code Finisher} puts them in place.
 * One thread pulls, one folder at a time.
 */
@NullMarked
package larder.appliance.mesh.sync;

import org.jspecify.annotations.NullMarked;

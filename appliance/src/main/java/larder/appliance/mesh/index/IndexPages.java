package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.LinkSession.Cursor;
import larder.appliance.mesh.index.LinkSession.Page;
import larder.appliance.mesh.index.LinkSession.Start;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.media.Manifest;

/** Cuts our own index into messages. */
final class IndexPages {

  /** As many as the reference implementation puts into one message. */
  private static final int MAX_FILES = 1_000;

  /** See {@link #MAX_FILES}; a single file with more blocks still goes in one message. */
  private static final int MAX_BYTES = 250 << 10;

  /** What an entry takes beside its name and blocks; an estimate. */
  private static final int ENTRY_BYTES = 100;

  /** Offset, size and hash of a block. */
  private static final int BLOCK_BYTES = 48;

  private final MeshStore store;

  IndexPages(MeshStore store) {
    this.store = store;
  }

  /** The next message after {@code cursor}; empty if the peer knows everything. */
  Optional<Page> next(FolderId folder, Cursor cursor) {
    return store.read(
        sql -> {
          Optional<Folder> found = Folders.find(sql, folder);
          return found.isEmpty() ? Optional.empty() : next(sql, found.get(), cursor);
        });
  }

  private static Optional<Page> next(Sql sql, Folder folder, Cursor cursor) throws SQLException {
    boolean fresh = cursor.start() == Start.ASK && !continues(folder.own(), cursor.position());
    long from = fresh ? 0 : cursor.position().maxSequence();
    List<FileInfo> files = files(sql, folder, from);
    if (files.isEmpty() && !fresh) {
      return Optional.empty();
    }
    long last = files.isEmpty() ? 0 : files.getLast().sequence();
    Message message =
        fresh
            ? new Message.Index(folder.id().value(), files)
            : new Message.IndexUpdate(folder.id().value(), files);
    IndexPosition after = new IndexPosition(folder.own().indexId(), last);
    return Optional.of(new Page(message, new Cursor(after, Start.GO_ON)));
  }

  /** Whether what the peer knows is a beginning of what we have. */
  private static boolean continues(IndexPosition own, IndexPosition known) {
    return known.indexId() == own.indexId()
        && known.maxSequence() >= 0
        && known.maxSequence() <= own.maxSequence();
  }

  private static List<FileInfo> files(Sql sql, Folder folder, long from) throws SQLException {
    List<FileInfo> files = new ArrayList<>();
    int bytes = 0;
    for (Entry entry : OwnIndex.after(sql, folder, from, MAX_FILES)) {
      FileInfo file = withBlocks(sql, entry);
      bytes += ENTRY_BYTES + 2 * file.name().length() + BLOCK_BYTES * file.blocks().count();
      if (bytes > MAX_BYTES && !files.isEmpty()) {
        break;
      }
      files.add(file);
    }
    return files;
  }

  private static FileInfo withBlocks(Sql sql, Entry entry) throws SQLException {
    if (!entry.isLiveFile()) {
      return entry.info();
    }
    if (entry.content().isEmpty()) {
      return entry.withBlocks(0, new Blocks(EntryCheck.emptyFileHashes()));
    }
    Manifest manifest = Contents.find(sql, entry.content().get()).orElseThrow();
    return entry.withBlocks(manifest.chunkBytes(), new Blocks(manifest.packedHashes()));
  }
}

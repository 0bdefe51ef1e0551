package larder.appliance.mesh.index;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.BlockProvider.HeldFile;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.Message.ErrorCode;
import larder.appliance.store.StoreException;
import larder.media.BlockHash;
import larder.media.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for blocks: only of folders that are shared with the asker, only of files that
 * were announced as held or, for those who ask for what is there of it, are here in part, only
 * whole blocks, and only bytes that match the announced hash.
 */
final class BlockServer {

  private static final Logger LOG = LoggerFactory.getLogger(BlockServer.class);

  private final MeshStore store;
  private final Manifests manifests;
  private final BlockProvider provider;

  BlockServer(MeshStore store, BlockProvider provider) {
    this.store = store;
    this.manifests = new Manifests(store);
    this.provider = provider;
  }

  Message.Response answer(DeviceId asker, Message.Request request) {
    try {
      Optional<Entry> entry = store.read(sql -> announced(sql, asker, request));
      if (entry.isEmpty()) {
        return refusal(request, ErrorCode.NO_SUCH_FILE);
      }
      return isEmptyFile(entry.get(), request)
          ? new Message.Response(request.id(), Bytes.EMPTY, ErrorCode.NONE)
          : serve(entry.get(), request);
    } catch (IOException | StoreException e) {
      LOG.warn("cannot serve \"{}\": {}", Names.harmless(request.name()), e.getMessage());
      return refusal(request, ErrorCode.GENERIC);
    }
  }

  private static Optional<Entry> announced(Sql sql, DeviceId asker, Message.Request request)
      throws SQLException {
    Optional<Folder> folder = Folders.find(sql, request.folder());
    if (folder.isEmpty() || !Folders.isSharedWith(sql, folder.get(), asker)) {
      return Optional.empty();
    }
    Optional<Entry> whole =
        OwnIndex.find(sql, folder.get(), request.name()).filter(Entry::isLiveFile);
    return whole.isPresent() || !request.fromTemporary()
        ? whole
        : PartialFiles.newestOfInvalid(sql, folder.get(), request.name());
  }

  private static boolean isEmptyFile(Entry entry, Message.Request request) {
    return entry.info().sizeBytes() == 0 && request.offsetBytes() == 0 && request.sizeBytes() == 0;
  }

  private Message.Response serve(Entry entry, Message.Request request) throws IOException {
    Optional<Manifest> manifest = entry.content().flatMap(manifests::find);
    Optional<Integer> index = manifest.flatMap(m -> blockOf(m, request));
    if (manifest.isEmpty() || index.isEmpty()) {
      return refusal(request, ErrorCode.NO_SUCH_FILE);
    }
    HeldFile file = new HeldFile(new FolderId(request.folder()), request.name(), manifest.get());
    Optional<byte[]> bytes = provider.read(file, index.get());
    if (bytes.isEmpty()) {
      return refusal(request, ErrorCode.NO_SUCH_FILE);
    }
    if (!BlockHash.compute(bytes.get()).equals(manifest.get().hashOf(index.get()))) {
      provider.stale(file);
      return refusal(request, ErrorCode.NO_SUCH_FILE);
    }
    return new Message.Response(request.id(), Bytes.wrap(bytes.get()), ErrorCode.NONE);
  }

  /** The block that the request means; empty unless it is exactly one of the file's. */
  private static Optional<Integer> blockOf(Manifest manifest, Message.Request request) {
    long offset = request.offsetBytes();
    if (offset < 0 || offset >= manifest.sizeBytes() || offset % manifest.chunkBytes() != 0) {
      return Optional.empty();
    }
    int index = manifest.chunkAt(offset);
    boolean sameBytes =
        request.hash().length() == 0
            || (request.hash().length() == BlockHash.BYTES
                && manifest.hashOf(index).matches(request.hash().array(), 0));
    return sameBytes && request.sizeBytes() == manifest.lengthOf(index)
        ? Optional.of(index)
        : Optional.empty();
  }

  private static Message.Response refusal(Message.Request request, ErrorCode code) {
    return new Message.Response(request.id(), Bytes.EMPTY, code);
  }
}

package larder.appliance.mesh.index;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.index.RemoteIndexes.Place;
import larder.appliance.mesh.peer.BlockRequest;
import larder.appliance.mesh.peer.PeerLink;
import larder.appliance.mesh.peer.RequestRefusedException;
import larder.appliance.mesh.wire.Bytes;
import larder.media.ByteRange;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.source.BlockSource;
import larder.media.source.SourceId;
import larder.media.source.UnverifiedBlock;

/** One content on one connected device, which holds it under one or several names, or in part. */
final class MeshBlockSource implements BlockSource {

  private final PeerLink link;
  private final Manifest manifest;
  private final int[] weakHashes;
  private final List<Spot> spots;
  private final Cost cost;
  private final SourceId id;

  /**
   * @param weakHashes of all chunks, or none; not copied
   * @param spots where the device says that it holds {@code manifest}'s bytes, one or more
   */
  MeshBlockSource(PeerLink link, Manifest manifest, int[] weakHashes, List<Spot> spots, Cost cost) {
    this.link = link;
    this.manifest = manifest;
    this.weakHashes = weakHashes;
    this.spots = List.copyOf(spots);
    this.cost = cost;
    this.id = new SourceId(link.device().toString());
  }

  @Override
  public SourceId id() {
    return id;
  }

  /** A file on the device: where, and which blocks of it are there as far as it told. */
  sealed interface Spot {

    Place place();

    boolean has(int index);

    /** The device announced the file: it has all of it. */
    record Whole(Place place) implements Spot {
      @Override
      public boolean has(int index) {
        return true;
      }
    }

    /** The device told of some blocks of a file that it does not announce. */
    record Part(Place place, Entry file, int blockBytes, RemoteProgress progress) implements Spot {
      @Override
      public boolean has(int index) {
        return progress.has(place.folder(), file, blockBytes, index);
      }
    }
  }

  @Override
  public boolean has(int index) {
    return spots.stream().anyMatch(spot -> spot.has(index));
  }

  @Override
  public Cost cost() {
    return cost;
  }

  @Override
  public UnverifiedBlock read(int index, Duration timeout)
      throws MediaException, InterruptedException {
    MediaException gone = changed("nothing announced", Optional.empty());
    for (Spot spot : spots.stream().filter(one -> one.has(index)).toList()) {
      try {
        return new UnverifiedBlock(read(spot, index, timeout));
      } catch (RequestRefusedException e) {
        gone = refused(spot, index, e);
      }
    }
    throw gone;
  }

  private byte[] read(Spot spot, int index, Duration timeout)
      throws MediaException, RequestRefusedException, InterruptedException {
    ByteRange range = manifest.rangeOf(index);
    BlockRequest request =
        new BlockRequest(
            spot.place().folder(),
            spot.place().name(),
            range.offsetBytes(),
            (int) range.lengthBytes(),
            Bytes.wrap(manifest.hashOf(index).toBytes()),
            index,
            index < weakHashes.length ? weakHashes[index] : 0,
            spot instanceof Spot.Part);
    Bytes bytes = ask(request, timeout);
    if (bytes.length() != range.lengthBytes()) {
      throw new MediaException(
          Fault.SOURCE_FAILED,
          link.deviceName() + " sent " + bytes.length() + " bytes for " + range);
    }
    return bytes.array();
  }

  private Bytes ask(BlockRequest request, Duration timeout)
      throws MediaException, RequestRefusedException, InterruptedException {
    try {
      return link.request(request, timeout);
    } catch (RequestRefusedException e) {
      throw e;
    } catch (SocketTimeoutException e) {
      throw new MediaException(
          Fault.SOURCE_TIMEOUT, link.deviceName() + " did not answer in " + timeout, e);
    } catch (IOException e) {
      throw new MediaException(Fault.NO_SOURCE, link.deviceName() + " went away", e);
    }
  }

  private MediaException refused(Spot spot, int index, RequestRefusedException refusal) {
    return switch (spot) {
      case Spot.Whole whole -> refused(whole.place(), refusal);
      case Spot.Part part -> { // evicted since: no word about the file as such
        part.progress().miss(part.place().folder(), part.place().name(), index);
        yield new MediaException(
            Fault.SOURCE_FAILED, link.deviceName() + " no longer has this part", refusal);
      }
    };
  }

  private MediaException refused(Place place, RequestRefusedException refusal) {
    return switch (refusal.code()) {
      case NO_SUCH_FILE, INVALID_FILE -> changed(place.name(), Optional.of(refusal));
      case GENERIC, NONE ->
          new MediaException(
              Fault.SOURCE_FAILED, link.deviceName() + " could not read its file", refusal);
    };
  }

  private MediaException changed(String what, Optional<RequestRefusedException> refusal) {
    String message = link.deviceName() + " no longer has these bytes: " + Names.harmless(what);
    return refusal
        .map(cause -> new MediaException(Fault.CONTENT_CHANGED, message, cause))
        .orElseGet(() -> new MediaException(Fault.CONTENT_CHANGED, message));
  }
}

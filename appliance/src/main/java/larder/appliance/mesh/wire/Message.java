package larder.appliance.mesh.wire;

import java.util.List;

/** A BEP message after the Hello. */
public sealed interface Message {

  /** Which folders the sender shares with the receiver. Must be the first message. */
  record ClusterConfig(List<Folder> folders, boolean secondary) implements Message {
    public ClusterConfig {
      folders = List.copyOf(folders);
    }
  }

  /**
   * A folder in a {@link ClusterConfig}.
   *
   * @param type 0 send-receive, 1 send only, 2 receive only, 3 encrypted; 1.x peers' flags map onto
   *     it
   * @param paused nothing will be served or taken now
   */
  record Folder(String id, String label, int type, boolean paused, List<Device> devices) {
    public Folder {
      devices = List.copyOf(devices);
    }
  }

  /**
   * A device that shares a folder, and what the sender knows of that device's index.
   *
   * @param maxSequence highest sequence known
   * @param indexId the epoch of that index, 0 for none
   * @param encrypted an encryption password token was set: the folder holds ciphertext for this
   *     device
   */
  record Device(
      DeviceId id,
      String name,
      List<String> addresses,
      long maxSequence,
      long indexId,
      boolean encrypted) {
    public Device {
      addresses = List.copyOf(addresses);
    }
  }

  /** Everything the sender has in a folder; replaces what was known. */
  record Index(String folder, List<FileInfo> files) implements Message {
    public Index {
      files = List.copyOf(files);
    }
  }

  /** Changes to the sender's index. */
  record IndexUpdate(String folder, List<FileInfo> files) implements Message {
    public IndexUpdate {
      files = List.copyOf(files);
    }
  }

  /**
   * Asks for one block.
   *
   * @param id unique among this connection's outstanding requests
   * @param hash SHA-256 that the block must have, 32 bytes
   * @param weakHash Adler-32 that it must have, 0 if that is not known: peers of the 1.x line hold
   *     the block against this instead, which costs them far less
   * @param fromTemporary the sender knows from a {@link DownloadProgress} that the block is there,
   *     although the file is not complete
   */
  record Request(
      int id,
      String folder,
      String name,
      long offsetBytes,
      int sizeBytes,
      Bytes hash,
      int blockNo,
      int weakHash,
      boolean fromTemporary)
      implements Message {

    public Request(
        int id,
        String folder,
        String name,
        long offsetBytes,
        int sizeBytes,
        Bytes hash,
        int blockNo) {
      this(id, folder, name, offsetBytes, sizeBytes, hash, blockNo, 0, false);
    }
  }

  /** Answers a request. */
  record Response(int id, Bytes data, ErrorCode code) implements Message {}

  /**
   * Which blocks of files that are not complete the sender can serve.
   *
   * @param updates in the order in which they happened
   */
  record DownloadProgress(String folder, List<Progress> updates) implements Message {
    public DownloadProgress {
      updates = List.copyOf(updates);
    }
  }

  /**
   * What changed for one file in a {@link DownloadProgress}.
   *
   * @param step what is to be done with {@code blocks}
   * @param version of the file whose blocks they are
   * @param blocks their numbers, in no order
   * @param blockBytes size of the file's blocks, 0 for the smallest
   */
  record Progress(
      Step step, String name, VersionVector version, List<Integer> blocks, int blockBytes) {
    public Progress {
      blocks = List.copyOf(blocks);
    }

    /** What a {@link Progress} says. */
    public enum Step {
      /** The blocks are there, beside those told before. */
      APPEND,
      /** None of the file's blocks can be had any more. */
      FORGET
    }
  }

  /** Keeps the connection alive. */
  record Ping() implements Message {}

  /** Says why the sender hangs up. */
  record Close(String reason) implements Message {}

  /**
   * A message that this device has no use for: a type from the future, or progress of downloads
   * that is longer than any honest one.
   */
  record Ignored(int type) implements Message {}

  /** Why a request was not served. */
  enum ErrorCode {
    NONE,
    GENERIC,
    NO_SUCH_FILE,
    INVALID_FILE
  }
}

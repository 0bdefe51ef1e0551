package larder.appliance.cli;

import java.util.List;

/** A share that serves. */
public interface RunningShare extends Running {

  /** What this PC is called in the mesh. */
  String name();

  /** Where others reach it, {@code tcp://host:port}; the first is the likeliest. */
  List<String> addresses();

  List<SharedFolder> folders();

  /** How far hashing is; cheap, asked several times a second. */
  HashingProgress hashing();

  /** Lets a box in, offers it every folder, and dials it. On disk before the call returns. */
  void admit(BoxContact box) throws CommandFailedException;

  /** A folder as the mesh knows it. */
  record SharedFolder(String id, String label) {}

  /**
   * A box that let this PC in.
   *
   * @param deviceId its id in the mesh
   * @param addresses where to dial it, {@code tcp://host:port}
   */
  record BoxContact(String deviceId, String name, List<String> addresses) {
    public BoxContact {
      addresses = List.copyOf(addresses);
    }
  }
}

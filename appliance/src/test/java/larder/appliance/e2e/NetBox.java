package larder.appliance.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import larder.appliance.testing.Lan;
import larder.appliance.testing.SyncthingPeer;
import larder.appliance.testing.Tunnel;

/** A box in a network of its own; its page is reached as if it were on this machine. */
final class NetBox implements AutoCloseable {

  private final LarderProcess process;
  private final Tunnel tunnel;
  private final Path token;

  private NetBox(LarderProcess process, Tunnel tunnel, Path token) {
    this.process = process;
    this.tunnel = tunnel;
    this.token = token;
  }

  /** Starts a box in {@code host}; {@code flags} say at least how it finds others. */
  static NetBox start(Lan lan, String host, Path folder, String... flags) throws Exception {
    return startUnder(List.of(), lan, host, folder, flags);
  }

  /** Like {@link #start}, run by another program. */
  static NetBox startUnder(List<String> runner, Lan lan, String host, Path folder, String... flags)
      throws Exception {
    int port = SyncthingPeer.freePort();
    Path token = folder.resolve(host + "-token");
    List<String> arguments = new ArrayList<>(List.of("box", "--name", "Living room"));
    arguments.addAll(List.of("--home", folder.resolve(host + "-home").toString()));
    arguments.addAll(List.of("--http", "127.0.0.1:" + port, "--mesh", ":22000"));
    arguments.addAll(List.of("--kiosk-token-file", token.toString()));
    arguments.addAll(List.of(flags));
    List<String> inside = new ArrayList<>(lan.inside(host));
    inside.addAll(runner);
    Tunnel tunnel = lan.tunnel(host, port);
    LarderProcess process =
        LarderProcess.start(
            folder.resolve(host + "-log"), new LarderProcess.Launch(inside, List.of()), arguments);
    return new NetBox(process, tunnel, token);
  }

  String id() {
    return process.ready().id();
  }

  BoxApi api() throws Exception {
    return new BoxApi(process.ready().http(), Files.readString(token).strip());
  }

  String log() throws Exception {
    return Files.readString(process.log());
  }

  LarderProcess process() {
    return process;
  }

  @Override
  public void close() throws IOException {
    process.close();
    tunnel.close();
  }
}

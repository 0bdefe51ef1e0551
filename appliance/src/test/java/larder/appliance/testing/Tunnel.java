package larder.appliance.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntBinaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on this process's loopback that leads to the same on the loopback of another network
 * namespace: sockets belong to the namespace of the thread that makes them, and one thread here
 * lives there.
 */
public final class Tunnel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

  private static final int CLONE_NEWNET = 0x4000_0000;

  private final ServerSocket here;
  private final int there;
  private final ExecutorService inside;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private Tunnel(ServerSocket here, int there, ExecutorService inside) {
    this.here = here;
    this.there = there;
    this.inside = inside;
  }

  static Tunnel open(String namespaceFile, int port) throws IOException {
    ExecutorService inside = Executors.newSingleThreadExecutor();
    CompletableFuture.runAsync(() -> enter(namespaceFile), inside).join();
    Tunnel tunnel =
        new Tunnel(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), port, inside);
    Thread.ofVirtual().name("tunnel to " + namespaceFile).start(tunnel::acceptAll);
    return tunnel;
  }

  @Override
  public void close() throws IOException {
    here.close();
    inside.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void acceptAll() {
    while (!here.isClosed()) {
      try {
        serve(here.accept());
      } catch (IOException e) {
        LOG.debug("tunnel: {}", e.toString()); // it is closed
      }
    }
  }

  private void serve(Socket near) throws IOException {
    sockets.add(near);
    Socket far;
    try {
      far = CompletableFuture.supplyAsync(this::connect, inside).join();
    } catch (RuntimeException e) {
      near.close();
      return;
    }
    sockets.add(far);
    Thread.ofVirtual().start(() -> pass(near, far));
    Thread.ofVirtual().start(() -> pass(far, near));
  }

  private Socket connect() {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), there), 5_000);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      LOG.debug("tunnel: {}", e.toString()); // one side hung up; both are closed
    }
  }

  /** The calling platform thread's network is the namespace's from now on. */
  @SuppressWarnings("restricted") // setns is the way into a namespace, and Java has no other
  private static void enter(String namespaceFile) {
    Linker linker = Linker.nativeLinker();
    MethodHandle open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    MethodHandle setns =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setns"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      Open opening = MethodHandleProxies.asInterfaceInstance(Open.class, open);
      IntBinaryOperator moving =
          MethodHandleProxies.asInterfaceInstance(IntBinaryOperator.class, setns);
      int file = opening.open(arena.allocateFrom(namespaceFile), 0);
      if (file < 0 || moving.applyAsInt(file, CLONE_NEWNET) != 0) {
        throw new IllegalStateException("no way into " + namespaceFile + " (needs root)");
      }
    }
  }

  /** open(2). */
  @FunctionalInterface
  public interface Open {
    int open(MemorySegment path, int flags);
  }
}

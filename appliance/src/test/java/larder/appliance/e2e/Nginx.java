package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real nginx on loopback that serves a folder, each connection no faster than it is told. */
final class Nginx implements AutoCloseable {

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param rate for each connection as nginx writes it, for example {@code 2m}; 0 for no limit
   */
  static Nginx start(Path folder, Path root, String rate) throws IOException {
    return start(folder, root, rate, freePort());
  }

  /** Like {@link #start(Path, Path, String)}, where another one was. */
  static Nginx start(Path folder, Path root, String rate, int port) throws IOException {
    Path work = Files.createDirectories(folder.resolve("nginx"));
    Path configuration =
        Files.writeString(
            work.resolve("nginx.conf"),
            """
            daemon off; master_process off; pid %1$s/nginx.pid; error_log %1$s/error.log;
            events { worker_connections 256; }
            http {
              access_log off; sendfile on; limit_rate %4$s;
              client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
              uwsgi_temp_path %1$s; scgi_temp_path %1$s;
              server { listen 127.0.0.1:%2$d; root %3$s; }
            }
            """
                .formatted(work, port, root, rate));
    Process process =
        new ProcessBuilder("nginx", "-p", work.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("nginx.log").toFile())
            .start();
    Nginx nginx = new Nginx(process, port);
    assertThat(Pause.until(Duration.ofSeconds(30), nginx::answers)).as("nginx listens").isTrue();
    return nginx;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  String url(String file) {
    return "http://127.0.0.1:" + port + "/" + file;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}

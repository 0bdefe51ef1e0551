package larder.appliance.mesh.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * TLS as the mesh does it: 1.3 only, both sides show one certificate, and the certificate's hash is
 * who they are. There is no authority and nothing expires. Web servers of the mesh may be known by
 * the platform's authorities instead.
 */
public final class DeviceTls {

  private final DeviceIdentity identity;
  private final SSLContext context;

  private DeviceTls(DeviceIdentity identity, SSLContext context) {
    this.identity = identity;
    this.context = context;
  }

  /**
   * TLS in the name of {@code identity}.
   *
   * @throws IOException if this Java cannot do TLS 1.3
   */
  public static DeviceTls of(DeviceIdentity identity) throws IOException {
    return new DeviceTls(identity, context(identity, new TrustManager[] {new AnyDevice()}));
  }

  /** Our side of a connection, as TLS client; the handshake is still to come. */
  public SSLSocket client(Socket raw, String protocol) throws IOException {
    SSLSocket socket = layer(raw, protocol);
    socket.setUseClientMode(true);
    return socket;
  }

  /** Our side of a connection, as TLS server; the handshake is still to come. */
  public SSLSocket server(Socket raw, String protocol) throws IOException {
    SSLSocket socket = layer(raw, protocol);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(true);
    return socket;
  }

  /** For a web server that is known by its device id; this device shows its certificate. */
  public SSLContext pinnedTo(DeviceId server) throws IOException {
    return context(identity, new TrustManager[] {new OneDevice(server)});
  }

  /** For web servers that the platform's authorities know; this device shows its certificate. */
  public SSLContext authorities() throws IOException {
    try {
      TrustManagerFactory platform =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      @Nullable KeyStore platformsOwn = null;
      platform.init(platformsOwn);
      return context(identity, platform.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java knows no certificate authorities", e);
    }
  }

  /** Who is on the other side of {@code socket}, whose handshake is done. */
  public static DeviceId deviceOn(SSLSocket socket) throws IOException {
    SSLSession session = socket.getSession();
    Certificate[] chain = session.getPeerCertificates();
    // No resumption: each connection proves its key anew.
    session.invalidate();
    if (chain.length != 1 || !(chain[0] instanceof X509Certificate certificate)) {
      throw new IOException(
          "the other side shows " + chain.length + " certificates instead of one");
    }
    return DeviceIdentity.idOf(certificate);
  }

  private static SSLContext context(DeviceIdentity identity, TrustManager[] trusted)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OneKey(identity.key(), identity.certificate())},
          trusted,
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot do TLS 1.3", e);
    }
  }

  private SSLSocket layer(Socket raw, String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(raw, "device.invalid", raw.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    // The cheaper cipher first: boxes are small, and 128 bits are plenty.
    parameters.setCipherSuites(
        new String[] {
          "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
        });
    parameters.setApplicationProtocols(new String[] {protocol});
    parameters.setEndpointIdentificationAlgorithm("");
    socket.setSSLParameters(parameters);
    return socket;
  }
}

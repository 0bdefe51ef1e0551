package larder.appliance.mesh.peer;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.DeviceId;

/**
 * TLS as the mesh does it: 1.3 only, both sides show one certificate, and the certificate's hash is
 * who they are. There is no authority and nothing expires.
 */
final class BepTls {

  private static final String PROTOCOL = "bep/1.0";

  private final SSLContext context;

  private BepTls(SSLContext context) {
    this.context = context;
  }

  static BepTls of(DeviceIdentity identity) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OneKey(identity.key(), identity.certificate())},
          new TrustManager[] {new AnyDevice()},
          new SecureRandom());
      return new BepTls(context);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot do TLS 1.3", e);
    }
  }

  /** Our side of a connection that we dialled; the handshake is still to come. */
  SSLSocket client(Socket raw) throws IOException {
    SSLSocket socket = layer(raw);
    socket.setUseClientMode(true);
    return socket;
  }

  /** Our side of a connection that was accepted; the handshake is still to come. */
  SSLSocket server(Socket raw) throws IOException {
    SSLSocket socket = layer(raw);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(true);
    return socket;
  }

  /** Who is on the other side of {@code socket}, whose handshake is done. */
  static DeviceId deviceOn(SSLSocket socket) throws IOException {
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

  private SSLSocket layer(Socket raw) throws IOException {
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
    parameters.setApplicationProtocols(new String[] {PROTOCOL});
    parameters.setEndpointIdentificationAlgorithm("");
    socket.setSSLParameters(parameters);
    return socket;
  }
}

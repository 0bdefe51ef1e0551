package larder.appliance.mesh.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.DeviceId;

/**
 * Takes one server, by the hash of its certificate, whatever it calls itself and whoever signed it.
 */
final class OneDevice extends X509ExtendedTrustManager {

  private final DeviceId server;

  OneDevice(DeviceId server) {
    this.server = server;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this device is no server here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this device is no server here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this device is no server here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0) {
      throw new CertificateException("no certificate");
    }
    try {
      DeviceId shown = DeviceIdentity.idOf(chain[0]);
      if (!shown.equals(server)) {
        throw new CertificateException("the server shows the id " + shown + ", not " + server);
      }
    } catch (IOException e) {
      throw new CertificateException("the server's certificate cannot be read", e);
    }
  }
}

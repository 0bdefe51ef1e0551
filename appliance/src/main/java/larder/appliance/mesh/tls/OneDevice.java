package larder.appliance.mesh.tls;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.DeviceId;

/**
 * Takes one server, by the hash of its certificate, whatever it calls itself and whoever signed it.
 */
final class OneDevice extends WithoutAuthorities {

  private final DeviceId server;

  OneDevice(DeviceId server) {
    this.server = server;
  }

  @Override
  void checkClient(X509Certificate[] chain) throws CertificateException {
    throw new CertificateException("this device is no server here");
  }

  @Override
  void checkServer(X509Certificate[] chain) throws CertificateException {
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

package larder.appliance.mesh.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;

/**
 * Takes any single certificate with a sound key: TLS proves that the other side owns it, its hash
 * is the device's id, and ids are what is let in or not. Dates are not looked at: they mean nothing
 * for an id, and a box may have no clock.
 */
final class AnyDevice extends WithoutAuthorities {

  private static final int MIN_RSA_BITS = 2048;

  /** A device's certificate has some 600 bytes; a long one has no use but to cost. */
  private static final int MAX_CERTIFICATE_BYTES = 16 << 10;

  @Override
  void checkClient(X509Certificate[] chain) throws CertificateException {
    check(chain);
  }

  @Override
  void checkServer(X509Certificate[] chain) throws CertificateException {
    check(chain);
  }

  private static void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length != 1) {
      throw new CertificateException(chain.length + " certificates instead of one");
    }
    if (chain[0].getEncoded().length > MAX_CERTIFICATE_BYTES) {
      throw new CertificateException("certificate larger than " + MAX_CERTIFICATE_BYTES + " bytes");
    }
    if (chain[0].getPublicKey() instanceof RSAKey rsa
        && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      throw new CertificateException("RSA key shorter than " + MIN_RSA_BITS + " bits");
    }
    if (chain[0].getSigAlgName().startsWith("SHA1") || chain[0].getSigAlgName().startsWith("MD5")) {
      throw new CertificateException("certificate signed with " + chain[0].getSigAlgName());
    }
  }
}

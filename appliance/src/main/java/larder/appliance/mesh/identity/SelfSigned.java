package larder.appliance.mesh.identity;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * Makes the certificate that mesh devices show: self-signed, for the name {@code syncthing}, which
 * peers check. Its dates mean nothing, since devices are known by their id: it begins long ago,
 * because a box may have no clock, and does not end.
 */
final class SelfSigned {

  private static final String NAME = "syncthing";

  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

  private SelfSigned() {}

  static X509Certificate certificate(KeyPair keys, SecureRandom random)
      throws GeneralSecurityException {
    byte[] body = body(keys.getPublic(), new BigInteger(63, random).add(BigInteger.ONE));
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(keys.getPrivate(), random);
    signer.update(body);
    byte[] certificate = Der.sequence(body, ECDSA_SHA256, Der.bits(signer.sign(), 0));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  /** RFC 5280, section 4.1: TBSCertificate. */
  private static byte[] body(PublicKey key, BigInteger serial) {
    byte[] version3 = Der.element(0xa0, Der.integer(BigInteger.TWO));
    byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(NAME))));
    byte[] validity =
        Der.sequence(Der.utcTime("000101000000Z"), Der.generalizedTime("99991231235959Z"));
    return Der.sequence(
        version3,
        Der.integer(serial),
        ECDSA_SHA256,
        name,
        validity,
        name,
        key.getEncoded(),
        Der.element(0xa3, extensions()));
  }

  private static byte[] extensions() {
    byte[] digitalSignature = Der.bits(new byte[] {(byte) 0x80}, 7);
    byte[] serverAuth = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
    byte[] clientAuth = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 2);
    byte[] dnsName = Der.element(0x82, NAME.getBytes(StandardCharsets.US_ASCII));
    return Der.sequence(
        Der.sequence(Der.oid(2, 5, 29, 15), Der.yes(), Der.octets(digitalSignature)),
        Der.sequence(Der.oid(2, 5, 29, 37), Der.octets(Der.sequence(serverAuth, clientAuth))),
        // Not a certificate authority.
        Der.sequence(Der.oid(2, 5, 29, 19), Der.yes(), Der.octets(Der.sequence())),
        Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(Der.sequence(dnsName))));
  }
}

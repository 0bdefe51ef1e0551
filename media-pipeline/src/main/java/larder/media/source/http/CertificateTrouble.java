package larder.media.source.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import larder.media.source.http.WebException.Kind;

/** Why nothing is taken from a server whose TLS failed, in words. */
final class CertificateTrouble {

  /** Causes of causes; a circle ends here. */
  private static final int DEEPEST_CAUSE = 16;

  private CertificateTrouble() {}

  /**
   * {@code UNREACHABLE} for what time mends: a certificate that is renewed, a clock that is set;
   * {@code FORBIDDEN} for one that says nothing about this server.
   */
  static WebException of(WebUrl url, SSLException failure) {
    if (has(failure, CertificateExpiredException.class)
        || has(failure, CertificateNotYetValidException.class)) {
      return trouble(Kind.UNREACHABLE, url, "whose dates do not include today", failure);
    }
    if (has(failure, CertPathBuilderException.class)
        || has(failure, CertPathValidatorException.class)) {
      return trouble(Kind.FORBIDDEN, url, "that nobody vouches for whom this box trusts", failure);
    }
    if (has(failure, CertificateException.class)) {
      return trouble(Kind.FORBIDDEN, url, "of another server", failure);
    }
    String words = Sentences.shown(String.valueOf(failure.getMessage()));
    return new WebException(
        Kind.UNREACHABLE,
        "The server " + url.host() + " cannot be talked to in secret: " + words,
        failure);
  }

  private static WebException trouble(Kind kind, WebUrl url, String which, SSLException cause) {
    String sentence = "The server " + url.host() + " shows a certificate " + which;
    return new WebException(kind, sentence, cause);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    return Stream.iterate(Optional.of(failure), Optional::isPresent, CertificateTrouble::cause)
        .limit(DEEPEST_CAUSE)
        .flatMap(Optional::stream)
        .anyMatch(kind::isInstance);
  }

  private static Optional<Throwable> cause(Optional<Throwable> failure) {
    return failure.map(Throwable::getCause);
  }
}

package larder.appliance.web.api;

import larder.appliance.web.http.Header;

/** The cookie that lets a browser in. */
final class Sessions {

  /** The longest that browsers remember a cookie: 400 days. */
  private static final long MAX_AGE_SECONDS = 400L * 24 * 60 * 60;

  private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict; Max-Age=";

  private Sessions() {}

  /** Sets it. Scripts never see it, and other sites' pages never send it. */
  static Header begin(String secret) {
    return new Header("Set-Cookie", "larder=" + secret + ATTRIBUTES + MAX_AGE_SECONDS);
  }

  static Header end() {
    return new Header("Set-Cookie", "larder=" + ATTRIBUTES + 0);
  }
}

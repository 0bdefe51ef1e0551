package larder.media.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "http://example.com http://example.com/",
        "HTTPS://Example.COM:443/A%20b?x=1&y=2 https://example.com/A%20b?x=1&y=2",
        "http://example.com:8080/x http://example.com:8080/x",
        "http://example.com.?q http://example.com/?q",
        "http://bücher.example/ü.mkv http://xn--bcher-kva.example/%C3%BC.mkv",
        "http://[2001:DB8::1]:81/ http://[2001:db8:0:0:0:0:0:1]:81/",
        "http://192.0.2.7/a|b http://192.0.2.7/a%7Cb",
        "http://my_nas/film.mkv http://my_nas/film.mkv"
      })
  void url_allowed_hasOneSpelling(String typed, String spelt) {
    assertThat(WebUrl.parse(typed)).hasToString(spelt);
    assertThat(WebUrl.parse(spelt)).isEqualTo(WebUrl.parse(typed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "ftp://example.com/x",
        "file:///etc/passwd",
        "javascript://x/",
        "http://",
        "http:///x",
        "http://:80/",
        "http://user:secret@example.com/",
        "http://user@example.com/",
        "http://example.com/#t=1",
        "http://example.com:0/",
        "http://example.com:65536/",
        "http://example.com:+80/",
        "http://example.com:80:80/",
        "http://exa mple.com/",
        "http://example.com/a b",
        "http://example.com/\r\nHost: evil",
        "http://example.com/\u0000",
        "http://example.com/\u0085",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.256/",
        "http://[::1%25eth0]/",
        "http://[::1",
        "http://[1.2.3.4]/",
        "http://-x.example/",
        "http://a..b/",
        "http://ex%61mple.com/"
      })
  void url_notAllowed_isRefusedByItsValue(String typed) {
    assertThatThrownBy(() -> WebUrl.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + typed + "\"");
  }

  @Test
  void url_tooLong_isRefusedWithTheLimit() {
    String longest = "http://example.com/" + "x".repeat(WebUrl.MAX_CHARS - 19);
    assertThat(WebUrl.parse(longest).target()).hasSize(WebUrl.MAX_CHARS - 18);
    assertThatThrownBy(() -> WebUrl.parse(longest + "x")).hasMessageContaining("2048");
  }

  @Test
  void redirect_isResolvedAndCheckedLikeAUrl() {
    WebUrl from = WebUrl.parse("https://example.com/a/b?c");
    assertThat(from.resolve("d")).hasToString("https://example.com/a/d");
    assertThat(from.resolve("/d#part")).hasToString("https://example.com/d");
    assertThat(from.resolve("?e")).hasToString("https://example.com/a/b?e");
    assertThat(from.resolve("//other.example/x")).hasToString("https://other.example/x");
    for (String bad :
        List.of("http://example.com/", "file:///etc/passwd", "https://u@x.example/")) {
      assertThatThrownBy(() -> from.resolve(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "The Shore S01E02.mkv=The Shore S01E02.mkv",
        "../../etc/passwd=passwd",
        "..\\..\\evil.mkv=evil.mkv",
        "...hidden.mp4=hidden.mp4",
        "a:b*c?.mkv=a_b_c_.mkv",
        "x\u202egpj.mkv=xgpj.mkv"
      })
  void fileName_ofAStranger_isMadeHarmless(String name, String harmless) {
    assertThat(FileNames.harmless(name)).contains(harmless);
  }

  @Test
  void fileName_withNothingLeft_isNone() {
    assertThat(FileNames.harmless("a/..")).isEmpty();
    assertThat(FileNames.harmless("")).isEmpty();
    assertThat(FileNames.harmless("x\u0007\ny.mkv")).contains("xy.mkv");
    assertThat(FileNames.of(WebUrl.parse("http://x.example/"))).isEmpty();
    assertThat(FileNames.of(WebUrl.parse("http://x.example/d/Film%20%282008%29.mkv?k=/e")))
        .contains("Film (2008).mkv");
  }
}

package larder.appliance.web.api;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Header;
import larder.appliance.web.http.Json;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.media.BlockHash;

/** Entity tags of what can be edited, over the editable values only. */
final class Edits {

  private Edits() {}

  /** A JSON answer with the tag of its editable values. */
  static Answer tagged(int status, Object shape, List<?> editable) {
    return Answer.json(status, shape, List.of(new Header("ETag", tag(editable))));
  }

  /** Refuses an edit whose {@code If-Match} names other values than the present ones. */
  static void check(Call call, List<?> editable) throws ProblemException {
    String condition = call.header("If-Match").orElse("*").strip();
    boolean matches =
        condition.equals("*")
            || Arrays.stream(condition.split(",", -1))
                .map(String::strip)
                .anyMatch(tag(editable)::equals);
    if (!matches) {
      throw Problem.of(412, "Somebody changed this meanwhile: read it again.").toException();
    }
  }

  private static String tag(List<?> editable) {
    byte[] digest = BlockHash.compute(Json.write(editable)).toBytes();
    return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
  }
}

package larder.appliance.web.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty itself refuses (requests that are not HTTP) in the same shape as the rest. */
public final class ProblemErrors implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status =
        request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer code
            ? code
            : response.getStatus();
    String detail =
        status < 500 ? "The request is not one that this box takes." : "The box cannot answer now.";
    AnswerWriter.write(Answer.of(Problem.of(status, detail)), request, response, callback);
    return true;
  }
}

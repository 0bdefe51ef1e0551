package larder.appliance.web.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends an answer to the client. */
final class AnswerWriter {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

  private AnswerWriter() {}

  static void write(Answer answer, Request request, Response response, Callback callback) {
    response.setStatus(answer.status());
    HttpFields.Mutable fields = response.getHeaders();
    fields.put(Headers.NO_SNIFF.name(), Headers.NO_SNIFF.value());
    answer.headers().forEach(header -> fields.add(header.name(), header.value()));
    switch (answer) {
      case Answer.Empty empty -> response.write(true, null, callback);
      case Answer.Whole whole -> {
        fields.put(HttpHeader.CONTENT_LENGTH, whole.bytes().length);
        response.write(true, isHead(request) ? null : ByteBuffer.wrap(whole.bytes()), callback);
      }
      case Answer.Streamed streamed -> stream(streamed.body(), request, response, callback);
    }
  }

  private static void stream(
      Answer.Body body, Request request, Response response, Callback callback) {
    try (body) {
      body.lengthBytes()
          .ifPresent(length -> response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length));
      if (!isHead(request)) {
        body.writeTo(new ResponseSink(request, response));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
      return;
    } catch (IOException e) {
      // An aborted connection is the only honest end of a body that cannot be completed.
      LOG.debug("aborting {}: {}", request.getHttpURI().getPath(), e.toString());
      callback.failed(e);
      return;
    }
    response.write(true, null, callback);
  }

  private static boolean isHead(Request request) {
    return request.getMethod().equals(Method.HEAD.name());
  }
}

package larder.appliance.web.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.media.FileRegion;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;

/** Writes a body to Jetty's response, file regions past it where the connection allows that. */
final class ResponseSink implements Answer.Sink {

  private final Response response;
  private final EndPoint endPoint;

  ResponseSink(Request request, Response response) {
    this.response = response;
    this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    Content.Sink.write(response, false, bytes);
  }

  @Override
  public long send(FileRegion region) throws IOException, InterruptedException {
    boolean counted = response.getHeaders().contains(HttpHeader.CONTENT_LENGTH);
    if (!counted || !(endPoint instanceof SendfileEndPoint plain)) {
      return 0; // HTTP chunks and TLS records have to be made in memory
    }
    if (!response.isCommitted()) {
      write(BufferUtil.EMPTY_BUFFER); // the head goes first
    }
    long sent = plain.send(region);
    for (long told = 0; told < sent; ) {
      ByteBuffer standIn = plain.standInFor(sent - told);
      told += standIn.remaining();
      write(standIn);
    }
    return sent;
  }
}

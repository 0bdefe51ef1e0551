package larder.appliance.web.http;

import java.io.IOException;

/** What a route does. Called on a virtual thread of the request's own; may block. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers {@code call}, which has passed the route's rule.
   *
   * @throws ProblemException to refuse
   * @throws larder.media.MediaException when bytes cannot be had; its fault becomes the answer
   * @throws IOException when the client's body cannot be read
   */
  Answer answer(Call call) throws ProblemException, IOException, InterruptedException;
}

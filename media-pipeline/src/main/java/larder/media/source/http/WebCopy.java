package larder.media.source.http;

/**
 * A file as one server has it.
 *
 * @param url where to ask for it; redirects are followed each time they change
 * @param validator which version this server's copy is
 * @param ranges what the server can give
 */
public record WebCopy(WebUrl url, Validator validator, WebResource.Ranges ranges) {}

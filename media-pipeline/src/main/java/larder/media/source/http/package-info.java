/**
 * Web servers as sources: what lies behind a URL is looked up ({@code WebProbe}), and its chunks
 * are read by ranges over a few connections, or from start to end where a server knows no ranges.
 *
 * <p>In: a URL that a person typed, answers of strangers. Out: what the file is ({@code
 * WebResource}), and chunks, unverified. Every name is resolved once and every address checked
 * ({@code AddressRule}); a connection goes to a checked address and nowhere else. Called on virtual
 * threads; calls block until the answer or their deadline.
 */
@NullMarked
package larder.media.source.http;

import org.jspecify.annotations.NullMarked;

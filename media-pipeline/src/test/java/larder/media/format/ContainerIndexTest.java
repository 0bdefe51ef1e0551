package larder.media.format;

import static larder.media.format.Boxes.ascii;
import static larder.media.format.Boxes.box;
import static larder.media.format.Boxes.join;
import static larder.media.format.Boxes.movieHeader;
import static org.assertj.core.api.Assertions.assertThat;

import larder.media.BlockHash;
import larder.media.ByteRange;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import org.junit.jupiter.api.Test;

final class ContainerIndexTest {

  private static final byte[] BRAND = box("ftyp", ascii("isom"), new byte[12]);
  private static final byte[] MOVIE = box("moov", movieHeader(1000, 90_500), new byte[400]);
  private static final byte[] FILE = join(BRAND, box("mdat", new byte[10_000]), MOVIE);
  private static final Manifest MANIFEST =
      new Manifest(FILE.length, Manifest.MIN_CHUNK_BYTES, new byte[BlockHash.BYTES]);

  private final ContainerIndex index = new ContainerIndex();
  private final int moov = FILE.length - MOVIE.length;

  @Test
  void indexRanges_headCached_namesWhatIsMissing() {
    ArrayBytes bytes = ArrayBytes.empty(FILE).add(new ByteRange(0, 1000));

    assertThat(index.indexRanges(MANIFEST, bytes)).containsExactly(new ByteRange(moov, 8));
  }

  @Test
  void indexRanges_allCached_namesTheIndex() {
    assertThat(index.indexRanges(MANIFEST, ArrayBytes.complete(FILE)))
        .containsExactly(new ByteRange(moov, MOVIE.length));
  }

  @Test
  void indexRanges_cacheClosed_namesNothing() {
    assertThat(
            index.indexRanges(
                MANIFEST,
                (position, target) -> {
                  throw new MediaException(Fault.CLOSING, "closed");
                }))
        .isEmpty();
  }
}

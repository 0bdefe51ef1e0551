package larder.appliance.web;

import java.time.Instant;
import java.util.Optional;
import larder.appliance.library.Library;
import larder.appliance.library.ViewerId;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.web.stream.TitleFile;
import larder.appliance.web.stream.TitleFiles;
import larder.media.TitleId;

/** The library's titles as the stream sees them. */
public record LibraryFiles(Library library, Catalog catalog) implements TitleFiles {

  @Override
  public Optional<TitleFile> find(TitleId id) {
    return library
        .title(id, ViewerId.DEFAULT)
        .flatMap(
            title ->
                library
                    .manifest(id)
                    .map(
                        manifest ->
                            new TitleFile(
                                manifest,
                                title.path(),
                                catalog
                                    .file(title.folder(), title.path())
                                    .map(CatalogFile::modified)
                                    .orElse(Instant.EPOCH))));
  }
}

package larder.appliance;

import java.util.List;
import larder.media.ContentId;
import larder.media.source.BlockSource;
import larder.media.source.SourceDirectory;

/** Two directories as one: the household's devices, and the web. A content is in one of them. */
record JoinedSources(SourceDirectory mesh, SourceDirectory web) implements SourceDirectory {

  @Override
  public List<BlockSource> sourcesOf(ContentId content) {
    List<BlockSource> devices = mesh.sourcesOf(content);
    return devices.isEmpty() ? web.sourcesOf(content) : devices;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    Subscription devices = mesh.onChange(listener);
    Subscription servers = web.onChange(listener);
    return () -> {
      devices.close();
      servers.close();
    };
  }
}

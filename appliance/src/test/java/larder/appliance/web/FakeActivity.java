package larder.appliance.web;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import larder.appliance.mesh.Activity;
import larder.appliance.mesh.FolderId;

/** News of one folder in memory, newest first. */
public final class FakeActivity implements Activity {

  public final List<News> news = new CopyOnWriteArrayList<>();

  @Override
  public List<News> of(FolderId folder, OptionalLong before, int limit) {
    return news.stream()
        .filter(it -> folder.equals(FakeMesh.FILMS) && it.key() < before.orElse(Long.MAX_VALUE))
        .limit(limit)
        .toList();
  }

  @Override
  public AutoCloseable onNews(Consumer<FolderId> listener) {
    return () -> {};
  }
}

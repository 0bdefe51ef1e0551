package larder.appliance.queue;

import java.nio.file.Path;
import java.util.Optional;
import larder.appliance.library.Page;
import larder.appliance.library.Title;
import larder.appliance.library.TitleQuery;
import larder.appliance.testing.Household;

/** A process of its own that queues titles, prints each once it is acknowledged, and is killed. */
final class AddUntilKilled {

  private AddUntilKilled() {}

  public static void main(String[] args) {
    try (Household box = new Household(Path.of(args[0]))) {
      Optional<String> cursor = Optional.empty();
      do {
        Page<Title> page = box.library.page(TitleQuery.all(100).from(cursor));
        page.items().forEach(title -> add(box, title));
        cursor = page.next();
      } while (cursor.isPresent());
    }
  }

  private static void add(Household box, Title title) {
    box.queue.add(new AddRequest.OfTitle(title.id()), "test");
    System.out.println(title.id());
    System.out.flush();
  }
}

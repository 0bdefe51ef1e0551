package larder.appliance.mesh.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.PartialFiles.Partial;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.Message.Progress;

/** What one connected device was told of our partial files. For the link's sending thread. */
final class ToldProgress {

  /** Blocks in one message, some 300 KiB: what is left over comes in the next. */
  static final int MAX_BLOCKS = 100_000;

  private final Map<Key, Partial> told = new HashMap<>();

  /** The messages that bring the device up to date with {@code now}. */
  List<Message> bringUpTo(Partial now) {
    Key key = new Key(now.folder(), now.name());
    Partial before = told.get(key);
    boolean same = before != null && before.version().equals(now.version());
    BitSet gone = before == null ? new BitSet() : (BitSet) before.blocks().clone();
    BitSet come = (BitSet) now.blocks().clone();
    if (same) {
      gone.andNot(now.blocks());
    }
    List<Message> messages = new ArrayList<>();
    if (before != null && !gone.isEmpty()) {
      messages.add(message(before, Progress.Step.FORGET, List.of()));
    } else if (before != null) {
      come.andNot(before.blocks());
    }
    List<Integer> blocks = come.stream().boxed().toList();
    for (int from = 0; from < blocks.size(); from += MAX_BLOCKS) {
      List<Integer> part = blocks.subList(from, Math.min(blocks.size(), from + MAX_BLOCKS));
      messages.add(message(now, Progress.Step.APPEND, part));
    }
    if (now.blocks().isEmpty()) {
      told.remove(key);
    } else {
      told.put(key, now);
    }
    return messages;
  }

  private static Message message(Partial file, Progress.Step step, List<Integer> blocks) {
    Progress progress = new Progress(step, file.name(), file.version(), blocks, file.blockBytes());
    return new Message.DownloadProgress(file.folder().value(), List.of(progress));
  }

  private record Key(FolderId folder, String name) {}
}

package larder.appliance.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns. The widest cell decides, except for one column that gives way. */
final class Table {

  private static final String GAP = "  ";

  private final int flexible;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param flexible the column that is cut when the window is too narrow
   */
  Table(int flexible, String... heads) {
    this.flexible = flexible;
    rows.add(List.of(heads));
  }

  /** Cells may hold anything; they are made harmless here. */
  void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells.length + " cells in a table of another width");
    }
    rows.add(List.of(cells).stream().map(Text::harmless).toList());
  }

  void print(Output output) {
    int[] widths = widths();
    output
        .screen()
        .ifPresent(
            screen -> {
              int others = 0;
              for (int i = 0; i < widths.length; i++) {
                others += i == flexible ? 0 : widths[i] + GAP.length();
              }
              int room = Math.max(8, screen.columns() - 1 - others);
              widths[flexible] = Math.min(widths[flexible], room);
            });
    rows.forEach(row -> output.line(line(row, widths)));
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Text.columns(row.get(i)));
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP).append(Text.pad(Text.fit(row.get(i), widths[i]), widths[i]));
    }
    return line.toString().stripTrailing();
  }
}

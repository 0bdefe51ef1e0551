package larder.appliance;

/** Where the {@code larder} command starts. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {}
}

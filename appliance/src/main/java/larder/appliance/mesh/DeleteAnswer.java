package larder.appliance.mesh;

/** What the owner says to {@link HeldDeletes}. */
public enum DeleteAnswer {
  /** The files may go here too. */
  TAKE,
  /** What is here stays; it is not asked again. */
  KEEP
}

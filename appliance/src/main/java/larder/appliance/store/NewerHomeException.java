package larder.appliance.store;

/** The state was written by a newer version of Larder. Nothing was changed. */
public final class NewerHomeException extends StoreException {

  private static final long serialVersionUID = 1;

  public NewerHomeException(String message) {
    super(Reason.NEWER, message);
  }
}

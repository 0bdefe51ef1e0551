package larder.appliance.web.http;

/** Carries a {@link Problem} from where it is found to where it is answered. */
public final class ProblemException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}

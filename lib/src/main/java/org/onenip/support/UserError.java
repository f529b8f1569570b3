package org.onenip.support;

/**
 * A mistake that the user can put right: the message is one sentence that names the file and the
 * remedy. The command line prints it without a stack trace and exits with code 2. It is never
 * longer than 500 characters, whatever it quotes.
 */
public class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** In one sentence that names the file and the remedy; beyond 500 letters its middle is cut. */
  public UserError(String message) {
    super(Sentence.bounded(message));
  }

  /** The same, after an error of another kind. */
  public UserError(String message, Throwable cause) {
    super(Sentence.bounded(message), cause);
  }
}

package org.onenip;

/**
 * A mistake that the user can mend: the message is one sentence that names the file and the remedy.
 * The command line prints it without a stack trace and exits with code 2.
 */
public class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserError(String message) {
    super(message);
  }

  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}

/** Why the relay cannot start: expected, and told to the person in the terminal without a stack. */
export class StartError extends Error {
  /** @param message one line: what is wrong, and what to do */
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

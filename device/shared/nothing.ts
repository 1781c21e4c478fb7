/** For a Cancel before there is anything to cancel: one function for all, since each closure takes slots. */
export function nothing(): void {
  // There is nothing to cancel yet.
}

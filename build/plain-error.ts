/** An error whose message is all that the user needs: what is wrong and what to do. Scripts print it without a stack. */
export class PlainError extends Error {
  override name = 'PlainError';
}

/** Runs a script's main function; a `PlainError` ends it with one plain message, anything else with its stack. */
export async function runScript(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  }
}

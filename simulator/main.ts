/** `npm start`: the simulator in a terminal. Only this file reads process.env and ends the process. */
import { StartError } from '../relay/start.js';
import { readableRows } from './lcd-view.js';
import { HELP, readOptions } from './options.js';
import { startSimulator, type Simulator } from './simulator.js';
import { TerminalDisplay } from './terminal.js';

function fail(message: string): never {
  for (const line of message.split('\n')) process.stderr.write(`sixteen-by-two: ${line}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const parsed = readOptions(process.argv.slice(2));
  if (parsed.kind === 'invalid') fail(parsed.problem);
  if (parsed.kind === 'help') {
    console.log(HELP);
    return;
  }
  const isTty = process.stdout.isTTY;
  const terminal = new TerminalDisplay({
    write: (text) => process.stdout.write(text),
    isTty,
    hasColour: isTty && !process.env['NO_COLOR'],
    columns: () => process.stdout.columns || 80,
  });
  let simulator: Simulator | undefined;
  let isEnding = false;
  const end = (exitCode: number): void => {
    if (isEnding) process.exit(130); // The second Ctrl-C ends it at once.
    isEnding = true;
    terminal.close();
    void (simulator?.close() ?? Promise.resolve()).finally(() => process.exit(exitCode));
  };
  process.on('SIGINT', () => end(0));
  process.on('SIGTERM', () => end(0));
  try {
    simulator = await startSimulator({
      options: parsed.options,
      env: process.env,
      onLine: (line) => terminal.log(line),
      onChange: (lcd) =>
        terminal.show({
          rows: readableRows(lcd),
          backlight: lcd.isLit,
          status: simulator ? `${simulator.url}   Ctrl-C to stop` : '',
        }),
      onFailure: (error) => {
        terminal.log(`sixteen-by-two: ${error.message}`);
        end(1);
      },
    });
  } catch (error) {
    terminal.close();
    if (error instanceof StartError) fail(error.message);
    throw error;
  }
  terminal.log(`Open ${simulator.url}`);
}

await run();

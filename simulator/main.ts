/** `npm start`: the simulator in a terminal. Only this file reads process.env and ends the process. */
import { networkInterfaces } from 'node:os';
import { chooseLan, lanAddresses } from '../relay/lan.js';
import { StartError } from '../relay/start.js';
import { actionsOf, KEY_HELP, type KeyAction } from './keys.js';
import { readableRows } from './lcd-view.js';
import { HELP, readOptions } from './options.js';
import { qrLines } from './qr.js';
import { startSimulator, type Simulator } from './simulator.js';
import { TerminalDisplay } from './terminal.js';

function fail(message: string, exitCode = 1): never {
  for (const line of message.split('\n')) process.stderr.write(`sixteen-by-two: ${line}\n`);
  process.exit(exitCode);
}

type Environment = Readonly<Record<string, string | undefined>>;

function environmentOf(lan: string | undefined, say: (line: string) => void): Environment {
  if (lan === undefined) return process.env;
  const choice = chooseLan(lanAddresses(networkInterfaces()), lan || undefined, process.env);
  if (!choice.ok) fail(choice.problem);
  if (choice.remark !== undefined) say(choice.remark);
  return { ...process.env, ...choice.env };
}

function readKeys(simulator: Simulator, terminal: TerminalDisplay, quit: () => void): void {
  const { stdin } = process;
  const control = (action: 'toggle' | 'next' | 'previous'): void => {
    if (!simulator.control(action)) terminal.log('Your own Spotify plays: control it there.');
  };
  const act: Record<KeyAction, () => void> = {
    toggle: () => control('toggle'),
    next: () => control('next'),
    previous: () => control('previous'),
    button: () => simulator.press(),
    'play button': () => simulator.press('play'),
    'next button': () => simulator.press('next'),
    'previous button': () => simulator.press('previous'),
    help: () => terminal.log(KEY_HELP),
    suspend: () => {
      stdin.setRawMode(false);
      // The whole group, as the terminal itself would: npm and its shell stop, too.
      process.kill(0, 'SIGTSTP');
    },
    quit,
  };
  process.on('SIGCONT', () => {
    stdin.setRawMode(true);
    terminal.redraw();
  });
  stdin.setRawMode(true);
  stdin.setEncoding('utf8').on('data', (typed: string) => {
    for (const action of actionsOf(typed)) act[action]();
  });
}

async function run(): Promise<void> {
  const parsed = readOptions(process.argv.slice(2));
  if (parsed.kind === 'invalid') fail(parsed.problem, 2);
  if (parsed.kind === 'help') {
    console.log(HELP);
    return;
  }
  const { stdin, stdout } = process;
  // A dumb terminal knows no escape sequences.
  const isTty = stdout.isTTY && process.env['TERM'] !== 'dumb';
  const hasColour = isTty && !process.env['NO_COLOR'];
  const size = (): { columns: number; rows: number } => ({
    columns: stdout.columns || 80,
    rows: stdout.rows || 24,
  });
  const terminal = new TerminalDisplay({
    write: (text) => stdout.write(text),
    isTty,
    hasColour,
    size,
  });
  let simulator: Simulator | undefined;
  let isEnding = false;
  const end = (exitCode: number): void => {
    if (isEnding) process.exit(130); // The second Ctrl-C ends it at once.
    isEnding = true;
    terminal.close();
    if (stdin.isTTY) stdin.setRawMode(false);
    void (simulator?.close() ?? Promise.resolve()).finally(() => process.exit(exitCode));
  };
  process.on('SIGINT', () => end(0));
  process.on('SIGTERM', () => end(0));
  try {
    simulator = await startSimulator({
      options: parsed.options,
      env: environmentOf(parsed.options.lan, (line) => terminal.log(line)),
      onLine: (line) => terminal.log(line),
      onChange: (lcd) =>
        terminal.show({
          rows: readableRows(lcd),
          backlight: lcd.isLit,
          title: simulator?.title() ?? '',
          status: simulator ? `${simulator.url}   ?: keys, Ctrl-C: stop` : '',
        }),
      onLink: (address) => {
        const code = isTty ? qrLines(address, hasColour, size()) : undefined;
        if (code !== undefined) terminal.log(code);
        terminal.log(`To link the device, open ${address}`);
      },
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
  if (!isTty) return;
  stdout.on('resize', () => terminal.redraw());
  if (stdin.isTTY) readKeys(simulator, terminal, () => end(0));
}

await run();

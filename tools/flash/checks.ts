/** Checks before the build: each says in one line what it found or what to do. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goodPins } from '../../device/shared/board-pins.js';
import {
  BOARDS,
  findSdk,
  HOW_TO_GET,
  ROOT,
  sdkProblem,
  VERSIONS,
  type Sdk,
} from '../moddable/sdk.js';
import { ToolFailure } from '../usage.js';
import {
  busProblems,
  settingsProblems,
  settingsWarnings,
  shownName,
  type FlashOrder,
} from './arguments.js';
import { choosePort, mayOpen, portExists, portsHere } from './serial-ports.js';

interface Check {
  readonly verdict: 'ok' | 'warn' | 'wrong';
  readonly what: string;
}

export interface Checked {
  readonly checks: readonly Check[];
  readonly areSettingsValid: boolean;
  readonly sdk: Sdk | undefined;
  readonly port: string | undefined;
}

/** The first with `es2025`, which mcconfig's generated configuration uses. */
const TYPESCRIPT_MAJOR_MIN = 6;

export function checkAll(order: FlashOrder, env: NodeJS.ProcessEnv): Checked {
  const checks: Check[] = [];
  const ok = (what: string): void => void checks.push({ verdict: 'ok', what });
  const bad = (what: string): void => void checks.push({ verdict: 'wrong', what });

  const settings = { ...BOARDS[order.board], ...order.settings };
  const invalid = settingsProblems(settings);
  const problems = [...invalid, ...busProblems(order.settings)];
  for (const { name, problem } of problems) bad(`setting ${shownName(name)}: ${problem}`);
  if (invalid.some(({ name }) => name.startsWith('pin_')))
    checks.push({
      verdict: 'warn',
      what: `good pins are ${goodPins(settings['chip']).join(', ')}: docs/wiring.md`,
    });
  if (problems.length === 0) ok(`settings: ${Object.keys(order.settings).length || 'none'}`);

  for (const what of settingsWarnings(order.settings)) checks.push({ verdict: 'warn', what });

  const sdk = sdkOf(env, bad);
  if (sdk) {
    const problem = sdkProblem(sdk);
    if (problem) checks.push({ verdict: 'warn', what: problem });
    else ok(`Moddable SDK ${VERSIONS.moddable} in ${sdk.path}`);
    checkIdf(sdk, ok, bad);
  }
  const typescript = typescriptVersion();
  const isNew = Number(typescript?.split('.')[0]) >= TYPESCRIPT_MAJOR_MIN;
  if (isNew) ok(`TypeScript ${typescript ?? ''}`);
  else bad(`TypeScript ${typescript ?? 'is not installed'}: needs 6 or later; npm ci installs it`);

  const choice = choosePort(order.port, portsHere(), mayOpen, portExists);
  if (choice.ok) ok(`board at ${choice.port}`);
  else bad(choice.problem);

  // The build's files contain the password as plain text.
  if (isIgnored('build/moddable')) ok('git ignores build/');
  else bad('git does not ignore build/: the next commit would contain the password');
  return {
    checks,
    areSettingsValid: problems.length === 0,
    sdk,
    port: choice.ok ? choice.port : undefined,
  };
}

function sdkOf(env: NodeJS.ProcessEnv, bad: (what: string) => void): Sdk | undefined {
  try {
    const sdk = findSdk(env);
    if (!sdk) bad(`no Moddable SDK (MODDABLE is not set): ${HOW_TO_GET}`);
    return sdk;
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    bad(error.message);
    return undefined;
  }
}

function checkIdf(sdk: Sdk, ok: (what: string) => void, bad: (what: string) => void): void {
  const wanted = VERSIONS.espIdf;
  const path = sdk.env['IDF_PATH'];
  const how = `get ESP-IDF ${wanted} with \`npx xs-dev setup --device esp32\``;
  if (!path || !existsSync(join(path, 'tools', 'idf.py')))
    return bad(`no ESP-IDF (IDF_PATH${path ? ` ${path}` : ' is not set'}): ${how}`);
  const onPath = spawnSync('idf.py', ['--version'], { env: sdk.env, encoding: 'utf8' });
  if (onPath.status !== 0) return bad(`idf.py does not run: source ${join(path, 'export.sh')}`);
  const version = /v\d+\.\d+(\.\d+)?/.exec(onPath.stdout)?.[0] ?? 'of an unknown version';
  if (version !== wanted && !version.startsWith(`${wanted}.`))
    return bad(`ESP-IDF ${version} in ${path}, but the SDK needs ${wanted}: ${how}`);
  ok(`ESP-IDF ${version}`);
}

function typescriptVersion(): string | undefined {
  const path = join(ROOT, 'node_modules', 'typescript', 'package.json');
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version?: string }).version;
}

/** Outside a repository nothing is committed. */
function isIgnored(path: string): boolean {
  return spawnSync('git', ['check-ignore', '-q', path], { cwd: ROOT }).status !== 1;
}

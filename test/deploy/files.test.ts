/** The files of deploy/, checked against the relay and the tools that read them. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../relay/config.js';
import { testsNeeding } from '../support/needs.js';

const UNITS = readdirSync('deploy').filter((name) => /\.(service|timer)$/.test(name));
const MAIN_UNIT = 'sixteen-by-two.service';
const ANALYZE = '/usr/bin/systemd-analyze';
/** In tenths, on systemd's scale from 0 to 10. */
const EXPOSURE_MAX = 20;

const { it: analyzed } = testsNeeding({
  what: 'systemd-analyze: apt-get install systemd',
  isHere: existsSync(ANALYZE),
  isDemandedInCi: true,
});

describe('deploy/relay.env', () => {
  const lines = read('relay.env')
    .split('\n')
    .filter((line) => /^#?[A-Z_]+=/.test(line));
  const example = new Map(
    lines.map((line) => {
      const [, name = '', value = ''] = /^#?([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return [name, value];
    }),
  );

  it('names every variable that the relay reads, and no others', () => {
    const read = new Set<string>();
    const spy = (env: Record<string, string>): Record<string, string | undefined> =>
      new Proxy(env, {
        get: (target, name: string) => {
          read.add(name);
          return target[name];
        },
      });
    readConfig(spy({}));
    readConfig(spy({ DATABASE_URL: 'postgres://relay@127.0.0.1/relay' }));
    expect([...example.keys()].sort()).toEqual([...read].sort());
  });

  it('starts the relay once a code is chosen, even with every line set', () => {
    const asItIs = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('='));
    const env = Object.fromEntries(asItIs) as Record<string, string>;
    expect(readConfig(env)).toMatchObject({ problems: [{ name: 'INVITE_CODE' }] });
    expect(readConfig({ ...env, INVITE_CODE: 'code' }).ok).toBe(true);
    const whole = Object.fromEntries(example);
    expect(readConfig({ ...whole, INVITE_CODE: 'code' }).ok).toBe(true);
  });
});

describe('the files of deploy/', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly scripts: { readonly relay: string };
  };
  const [flags = ''] = /(--\S+ )+/.exec(scripts.relay) ?? [];

  it('start Node with the limits of npm run relay', () => {
    expect(flags).not.toBe('');
    expect(read(MAIN_UNIT)).toContain(`node ${flags}/opt/sixteen-by-two/dist/relay.js\n`);
    const [, entry = '[]'] = /^ENTRYPOINT (.+)$/m.exec(read('Dockerfile')) ?? [];
    const args = JSON.parse(entry) as readonly string[];
    expect(args.slice(1).join(' ')).toBe(`${flags}dist/relay.js`);
  });

  it('give the image what its Dockerfile copies', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(
      ([, paths = '']) => paths.split(' '),
    );
    const given = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(copied).toContain('relay');
    expect(copied.filter((path) => !given.includes(`!${path}`))).toEqual([]);
  });

  it('give the image every file that the relay reads', () => {
    const wanted = readdirSync('relay', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => {
        const source = readFileSync(join('relay', path), 'utf8');
        return [...source.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)].map(
          ([, place = '']) => normalize(join('relay', dirname(path), place)).replace(/\/$/, ''),
        );
      });
    const [, copied = ''] = /cp -r --parents (.+?) \/out/s.exec(read('Dockerfile')) ?? [];
    expect(wanted).toContain('device/text/tables.bin');
    expect(wanted.filter((path) => !copied.split(/[\s\\]+/).includes(path))).toEqual([]);
  });

  it('make the same .env for compose when run again, readable only by its owner', () => {
    const commandsIn = (text: string): readonly string[] =>
      [...text.matchAll(/^(?:#| {3}) +(.*\.env .*\|\| .*)$/gm)].map(([, line = '']) => line);
    const commands = commandsIn(read('compose.yaml'));
    expect(commands).toHaveLength(3);
    expect(commandsIn(readFileSync('docs/self-hosting.md', 'utf8'))).toEqual(commands);
    const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-compose-'));
    const file = join(folder, '.env');
    try {
      copyFileSync('deploy/relay.env', join(folder, 'relay.env'));
      const run = () => spawnSync('sh', ['-ec', commands.join('\n')], { cwd: folder }).status;
      expect(run()).toBe(0);
      const made = readFileSync(file, 'utf8');
      expect(made).toMatch(/\nTOKEN_KEYS=1:\S{44}\nPOSTGRES_PASSWORD=\S{32}\n$/);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect([run(), readFileSync(file, 'utf8')]).toEqual([0, made]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('run commands as the backup unit does, as docs/self-hosting.md describes', () => {
    const docs = readFileSync('docs/self-hosting.md', 'utf8');
    const properties = [...docs.matchAll(/--property=(\S+)/g)].map(([, property = '']) => property);
    const unit = read('sixteen-by-two-backup.service').split('\n');
    const stated = unit.map((line) =>
      line.replace('sixteen-by-two sixteen-by-two/backups', 'sixteen-by-two'),
    );
    expect(properties).toHaveLength(7);
    expect(properties.filter((property) => !stated.includes(property))).toEqual([]);
  });

  describe('the units', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-units-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    // Node may be elsewhere here, and systemd wants every program to be there.
    for (const name of UNITS)
      writeFileSync(join(folder, name), read(name).replaceAll('/usr/bin/node', process.execPath));
    const analyze = (...args: string[]) => spawnSync(ANALYZE, args, { encoding: 'utf8' });

    analyzed.each(UNITS)('%s passes systemd-analyze verify', (name) => {
      // What it only warns of leaves the exit code at 0.
      expect(analyze('verify', join(folder, name))).toMatchObject({ status: 0, stderr: '' });
    });

    analyzed('give the relay no more than it needs', () => {
      const limit = `--threshold=${EXPOSURE_MAX}`;
      const judged = analyze('security', '--offline=yes', limit, join(folder, MAIN_UNIT));
      expect(judged).toMatchObject({ status: 0, stderr: '' });
    });
  });
});

function read(name: string): string {
  return readFileSync(join('deploy', name), 'utf8');
}

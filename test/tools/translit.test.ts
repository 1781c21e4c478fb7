/** The contract of `npm run translit`: a line out for a line in, in order, and a clear error for a bad one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { ROOT, runTool, tsxArgs } from './run-tool.js';

describe('translit', () => {
  it('spells the texts in its arguments', async () => {
    const { code, lines, errors } = await runTool('translit', [], ['Привет', '桜の花']);
    expect({ code, lines, errors }).toEqual({
      code: 0,
      lines: ['Privet', 'Sakura no Hana'],
      errors: '',
    });
  });

  it('prints a result for each line in order, with its input, and skips empty ones', async () => {
    const inputs = ['Привет', 'Beyoncé', 'a"b\\c', '', '😀', 'café\u2028', '\ud800'];
    const lines = inputs.map((input) => JSON.stringify({ input }));
    const hinted = JSON.stringify({
      input: '桜',
      hint: { artist: 'A', album: 'B', isrc: 'C', han: 'ja' },
    });
    const { code, lines: responses, errors } = await runTool('translit', [...lines, '  ', hinted]);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const parsed = responses.map((line) => JSON.parse(line) as { input: string; output: string });
    expect(parsed.map(({ input }) => input)).toEqual([...inputs, '桜']);
    expect(parsed.map(({ output }) => output).slice(0, 6)).toEqual([
      'Privet',
      'Beyonce',
      'a"b\\c',
      '',
      // Nothing would be left of it without a name.
      'grinning face',
      'cafe',
    ]);
    for (const { output } of parsed) expect(output).toMatch(/^[\x20-\x7e]*$/);
    for (const line of responses)
      expect(Object.keys(JSON.parse(line) as object)).toEqual(['input', 'output']);
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['no object', '[]', 'must be an object'],
    ['no input', '{}', '"input" must be a text'],
    ['a bad hint', '{"input":"a","hint":{"artist":1}}', '"hint.artist" must be a text'],
    ['a bad language', '{"input":"a","hint":{"han":"ko"}}', '"hint.han" must be auto, ja or zh'],
  ])(
    'names the line with %s, answers the others, and exits with 2',
    async (_name, bad, message) => {
      const run = await runTool('translit', ['{"input":"a"}', '', bad, '{"input":"b"}']);
      expect(run).toMatchObject({
        code: 2,
        lines: ['{"input":"a","output":"a"}', '{"input":"b","output":"b"}'],
      });
      expect(run.errors).toBe(`line 3: ${message}\n`);
    },
  );

  it('accepts a byte order mark and any line ends, and names a line that is not UTF-8', async () => {
    const bytes = Buffer.from(
      '\ufeff{"input":"a"}\r\n{"input":\r"b"}\n{"input":"?"}\n{"input":"c"}',
    );
    bytes[bytes.indexOf('?')] = 0xff;
    const run = await runTool('translit', bytes);
    expect(run.lines.map((line) => (JSON.parse(line) as { input: string }).input)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(run).toMatchObject({ code: 2, errors: 'line 3: is not UTF-8\n' });
  });

  it('ends without an error if its reader closes the pipe', async () => {
    const tool = spawn(process.execPath, tsxArgs('translit'), { cwd: ROOT });
    tool.stdin.on('error', () => undefined);
    tool.stdin.end('{"input":"a"}\n'.repeat(20_000));
    tool.stdout.once('data', () => tool.stdout.destroy());
    let errors = '';
    tool.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const [code] = (await once(tool, 'close')) as [number | null];
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });

  it('prints its usage', async () => {
    expect((await runTool('translit', [], ['--help'])).lines.join('\n')).toContain('JSON lines');
  });
});

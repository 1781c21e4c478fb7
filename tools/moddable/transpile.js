/**
 * What mcconfig calls as `tsc -p FILE`, once for each of a hundred modules: strips the types with esbuild instead of
 * judging the whole program a hundred times. `sdk.ts` has the real tsc judge it, once. Plain JavaScript, since it is
 * started so often.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { transformSync } from 'esbuild';

const [flag, path] = process.argv.slice(2);
if (flag !== '-p' || path === undefined) {
  console.error('stands in for tsc in Moddable builds alone: tsc -p FILE');
  process.exit(2);
}
const { compilerOptions, files } = JSON.parse(readFileSync(path, 'utf8'));
for (const file of files) {
  const out = join(
    compilerOptions.outDir,
    relative(compilerOptions.rootDir, file).replace(/\.ts$/, '.js'),
  );
  const { code, map } = transformSync(readFileSync(file, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    // As far as XS goes; nothing is to be rewritten.
    target: 'esnext',
    sourcefile: relative(dirname(out), file),
    sourcemap: 'external',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  mkdirSync(dirname(out), { recursive: true });
  // Of types alone nothing is left, and xsc does not survive a map of nothing.
  const isEmpty = code.trim() === '';
  writeFileSync(
    out,
    isEmpty ? 'export {};\n' : `${code}//# sourceMappingURL=${basename(out)}.map\n`,
  );
  if (!isEmpty) writeFileSync(`${out}.map`, map);
}

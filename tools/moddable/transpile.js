/**
 * mcconfig calls this as `tsc -p FILE`, once for each of a hundred modules. It strips the types with esbuild instead of
 * checking the whole program a hundred times; `sdk.ts` runs the real tsc once. Plain JavaScript, because it starts so often.
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
  // A module of types becomes empty, and xsc crashes on an empty source map.
  const isEmpty = code.trim() === '';
  writeFileSync(
    out,
    isEmpty ? 'export {};\n' : `${code}//# sourceMappingURL=${basename(out)}.map\n`,
  );
  if (!isEmpty) writeFileSync(`${out}.map`, map);
}

// Jest transformer: strips types with the esbuild that bundles the device for XS anyway.
import { createHash } from 'node:crypto';
import { transformSync, version } from 'esbuild';

/**
 * Each look-up of a global in Jest's sandbox goes through an interceptor, several times as slow as the work itself: a
 * module looks up once those of the language that it uses.
 */
const GLOBALS =
  'Array DataView Infinity JSON Map Math NaN Number Object Promise Set String Uint8Array'.split(
    ' ',
  );

function lookUps(source) {
  const used = GLOBALS.filter((name) => new RegExp(`\\b${name}\\b`).test(source));
  return used.length === 0 ? '' : `const { ${used.join(', ')} } = globalThis;`;
}

export default {
  process(source, path) {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcefile: path,
      banner: lookUps(source),
      sourcemap: 'external',
    });
    return { code, map };
  },
  getCacheKey(source, path) {
    return createHash('sha256')
      .update(`${version} ${GLOBALS.join()}`)
      .update('\0')
      .update(path)
      .update('\0')
      .update(source)
      .digest('hex');
  },
};

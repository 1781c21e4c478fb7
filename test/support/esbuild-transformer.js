// Jest transformer: strips types with the esbuild that bundles the device for XS anyway.
import { createHash } from 'node:crypto';
import { transformSync, version } from 'esbuild';

export default {
  process(source, path) {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcefile: path,
      sourcemap: 'external',
    });
    return { code, map };
  },
  getCacheKey(source, path) {
    return createHash('sha256')
      .update(version)
      .update('\0')
      .update(path)
      .update('\0')
      .update(source)
      .digest('hex');
  },
};

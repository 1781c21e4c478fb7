/** The page's files for the browser; the script is bundled at the first request, so there is no build step. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('./page/', import.meta.url);
/** Data, not a script: a policy without inline scripts permits it. */
const STATE_BLOCK = /(<script type="application\/json" id="state">)[^<]*(<\/script>)/;

export class PageFiles {
  readonly style = readFileSync(new URL('style.css', FOLDER), 'utf8');
  readonly #html = readFileSync(new URL('index.html', FOLDER), 'utf8');
  #script: Promise<string> | undefined;

  /** The page with the current state in it, so that the display is right at once. */
  html(state: unknown): string {
    // A title may hold "</script>".
    const json = JSON.stringify(state).replaceAll('<', '\\u003c');
    return this.#html.replace(
      STATE_BLOCK,
      (_block, start: string, end: string) => start + json + end,
    );
  }

  script(): Promise<string> {
    this.#script ??= bundle();
    return this.#script;
  }
}

async function bundle(): Promise<string> {
  // Loaded here: the device and its display start without it.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.ts', FOLDER))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

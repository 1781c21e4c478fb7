/** What a module creates as it loads is kept in flash, so it must contain nothing that the SDK mishandles there. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const DEVICE = fileURLToPath(new URL('../../device', import.meta.url));

/** RegExps made outside any function. A class field counts, since its class may be instantiated as the module loads. */
function preloadedRegExps(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && !isCalledAtOnce(node)) return;
    if (ts.isRegularExpressionLiteral(node) || makesRegExp(node))
      found.push(`${name}: ${node.getText(file)}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `(() => …)()` runs as the module loads. */
function isCalledAtOnce(node: ts.Node): boolean {
  let outer = node;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
}

function makesRegExp(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && name.text === 'RegExp';
}

describe('what the device preloads', () => {
  it('has no RegExp', () => {
    const found = readdirSync(DEVICE, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => preloadedRegExps(path, readFileSync(join(DEVICE, path), 'utf8')));
    expect(found).toEqual([]);
  });

  it.each([
    'const A = /a/;',
    'export default /a/;',
    'const A = Object.freeze({ a: [/a/] });',
    'class A { static a = /a/; }',
    'class A { static { use(/a/); } }',
    'class A { a = /a/; }',
    'const A = new RegExp("a");',
    'const A = RegExp("a");',
    'const A = new globalThis.RegExp("a");',
    'const A = (() => /a/)();',
  ])('would be caught with %s', (source) => {
    expect(preloadedRegExps('a.ts', source)).toHaveLength(1);
  });

  it.each([
    'function a() { return /a/; }',
    'const a = (b = /a/) => b;',
    'class A { a() { /a/; } }',
  ])('may contain %s', (source) => {
    expect(preloadedRegExps('a.ts', source)).toEqual([]);
  });
});

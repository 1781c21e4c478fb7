import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TokenCipher, UnsealError } from '../../../relay/db/cipher.js';

const OLD = { id: 'old', key: randomBytes(32) };
const NEW = { id: 'new', key: randomBytes(32) };

describe('TokenCipher', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const cipher = new TokenCipher([NEW]);
    const sealed = cipher.seal('träumerei', 'grants.refresh_token/ada');
    expect(cipher.unseal(sealed, 'grants.refresh_token/ada')).toBe('träumerei');
    expect(cipher.seal('träumerei', 'grants.refresh_token/ada')).not.toBe(sealed);
    expect(sealed).toMatch(/^v1\.new\.[\w-]+$/);
  });

  it('opens what an older key sealed, and seals with the first', () => {
    const sealed = new TokenCipher([OLD]).seal('text', 'place');
    const cipher = new TokenCipher([NEW, OLD]);
    expect(cipher.unseal(sealed, 'place')).toBe('text');
    expect(cipher.seal('text', 'place')).toMatch(/^v1\.new\./);
  });

  it.each<[string, (sealed: string) => [string, string]]>([
    ['in another row', (sealed) => [sealed, 'grants.refresh_token/bob']],
    ['in another column', (sealed) => [sealed, 'grants.access_token/ada']],
    ['with a changed end', (sealed) => [`${sealed.slice(0, -4)}AAAA`, 'grants.refresh_token/ada']],
    ['cut short', (sealed) => [sealed.slice(0, 20), 'grants.refresh_token/ada']],
    [
      'under an unknown key',
      (sealed) => [sealed.replace('.new.', '.gone.'), 'grants.refresh_token/ada'],
    ],
    ['in clear', () => ['text', 'grants.refresh_token/ada']],
  ])('opens nothing %s, and reveals nothing of what was sealed', (_, change) => {
    const cipher = new TokenCipher([NEW]);
    const [sealed, place] = change(cipher.seal('secret', 'grants.refresh_token/ada'));
    expect(() => cipher.unseal(sealed, place)).toThrow(UnsealError);
    expect(() => cipher.unseal(sealed, place)).not.toThrow(/secret/);
  });
});

/** An invalid choice is not stored, and the page says which field is invalid. */
import { describe, expect, it } from '@jest/globals';
import { readChoice } from '../../../device/setup/choice.js';
import { AIR } from './scene.js';

const GOOD = { network: 'Home', password: 'eight888', relay: 'https://relay.example.org' };
const choose = (change: Record<string, string>) =>
  readChoice(new Map(Object.entries({ ...GOOD, ...change })), AIR);

describe('readChoice', () => {
  it('takes a network, its password and a relay', () => {
    expect(choose({})).toEqual({
      ok: true,
      choice: {
        name: 'Home',
        password: 'eight888',
        relay: 'https://relay.example.org',
        mayBePlain: false,
      },
    });
  });

  it.each([
    [{ network: '', other: 'Hidden' }, { name: 'Hidden' }],
    [{ network: 'Café <b>"Nord"</b> & Söhne', password: '' }, { password: undefined }],
    [{ password: 'f'.repeat(64) }, { password: 'f'.repeat(64) }],
    [{ network: 'x'.repeat(32) }, { name: 'x'.repeat(32) }],
    [{ relay: ' relay.example.org/ ' }, { relay: 'https://relay.example.org' }],
    [{ relay: 'http://192.168.1.7:8000', plain: 'yes' }, { mayBePlain: true }],
    [{ relay: 'http://relay.local', plain: 'yes' }, { relay: 'http://relay.local' }],
  ])('takes %j', (change, choice) => {
    expect(choose(change)).toMatchObject({ ok: true, choice });
  });

  it.each(['Home ', ' Home', 'Far  away', 'Faraway', 'Home\u00a0'])(
    'doubts %j, which the list has with other spaces, and takes it where it comes again',
    (other) => {
      expect(choose({ network: '', other })).toMatchObject({
        ok: false,
        problem: { field: 'network', isDoubt: true },
      });
      expect(choose({ network: '', other, sure: other })).toMatchObject({
        choice: { name: other },
      });
      expect(choose({ network: '', other, sure: 'Home' }).ok).toBe(false);
    },
  );

  it('accepts a listed name with leading and trailing spaces', () => {
    const found = [{ name: ' Home ', signalDbm: -50, isOpen: true }];
    const fields = new Map(Object.entries({ ...GOOD, network: ' Home ' }));
    expect(readChoice(fields, found)).toMatchObject({ choice: { name: ' Home ' } });
  });

  it.each([
    ['network', { network: '' }, /^Network: /],
    ['network', { network: '', other: 'x'.repeat(33) }, /^Network name: /],
    ['network', { network: '', other: 'Home ' }, /^Network name: /],
    ['password', { password: 'x' }, /^Password: /],
    ['relay', { relay: '' }, /^Relay: /],
    ['relay', { relay: 'http://192.168.1.7' }, /^Relay: .*tick “The relay is on my own network/],
    [
      'relay',
      { relay: 'http://127.0.0.1:8000', plain: 'yes' },
      /127\.0\.0\.1 is the display itself\.$/,
    ],
    ['relay', { relay: 'https://localhost' }, /127\.0\.0\.1 is the display itself\.$/],
    ['relay', { relay: 'http://[fd00::1]' }, /^Relay: this must not be IPv6/],
  ])('names the label of the %s in what it says about %j', (_field, change, text) => {
    const result = choose(change);
    expect(result.ok ? '' : result.problem.text).toMatch(text);
  });

  it.each([
    [{ network: '' }, 'network'],
    [{ network: '', other: 'x'.repeat(33) }, 'network'],
    [{ network: 'é'.repeat(17) }, 'network'],
    [{ network: 'a\0b' }, 'network'],
    [{ password: '' }, 'password'],
    [{ password: 'seven77' }, 'password'],
    [{ password: 'x'.repeat(64) }, 'password'],
    [{ password: 'schlüssel' }, 'password'],
    [{ password: 'eight\n88' }, 'password'],
    [{ relay: '' }, 'relay'],
    [{ relay: 'https://' }, 'relay'],
    [{ relay: 'ftp://relay.example.org' }, 'relay'],
    [{ relay: 'https://user:pass@relay.example.org' }, 'relay'],
    [{ relay: `https://${'x'.repeat(200)}.example` }, 'relay'],
    [{ relay: 'http://192.168.1.7:8000' }, 'relay'],
    [{ relay: 'http://relay.example.org', plain: 'yes' }, 'relay'],
    [{ relay: 'http://8.8.8.8', plain: 'yes' }, 'relay'],
  ])('refuses %j by its %s', (change, field) => {
    const result = choose(change);
    expect(result).toMatchObject({ ok: false, problem: { field } });
    expect(JSON.stringify(result)).not.toContain('seven77');
  });
});

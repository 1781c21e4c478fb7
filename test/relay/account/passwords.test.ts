import { describe, expect, it } from '@jest/globals';
import { Passwords } from '../../../relay/account/passwords.js';
import { Overloaded } from '../../../relay/http/errors.js';

describe('Passwords', () => {
  it('verifies a password by a hash that holds its own parameters', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('correct horse');
    expect(hash).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(await passwords.hash('correct horse')).not.toBe(hash);
    expect(await passwords.verify('correct horse', hash)).toBe(true);
    expect(await passwords.verify('wrong horse', hash)).toBe(false);
  });

  it('accepts an accented letter composed or decomposed', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('caf\u00e9 caf\u00e9');
    expect(await passwords.verify('cafe\u0301 cafe\u0301', hash)).toBe(true);
  });

  it('rejects an unknown account, and an invalid hash', async () => {
    const passwords = new Passwords();
    expect(await passwords.verify('correct horse', undefined)).toBe(false);
    expect(await passwords.verify('correct horse', 'md5$abc')).toBe(false);
  });

  it('queues a bounded number, and still serves those', async () => {
    const passwords = new Passwords();
    // Cheap parameters: what is tested is the queue.
    const cheap = `scrypt$10$1$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
    const results = await Promise.allSettled(
      Array.from({ length: 70 }, () => passwords.verify('x', cheap)),
    );
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(48);
    expect(refused[0]).toMatchObject({ reason: expect.any(Overloaded) });
    expect(await passwords.verify('x', cheap)).toBe(false);
  });
});

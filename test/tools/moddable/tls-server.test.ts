/** The test server over TLS: Node itself trusts its chain by the root. */
import { createServer } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeChain } from '../../../tools/moddable/certificates.js';
import { openTlsServer } from '../../../tools/moddable/tls-server.js';

const BODY = 'x'.repeat(40_000);

describe('openTlsServer', () => {
  it.each(['RSA', 'P-256'] as const)('serves plain HTTP behind a chain of %s', async (key) => {
    const plain = createServer((_request, response) => response.end(BODY));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { root, sent } = makeChain('localhost', key);
    const target = (plain.address() as AddressInfo).port;
    const server = await openTlsServer({ target, sent });
    try {
      const body = await new Promise<string>((resolve, reject) => {
        const url = `https://localhost:${server.port}/`;
        get(url, { ca: root.pem, family: 4, agent: false }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve(text));
        }).on('error', reject);
      });
      expect(body).toBe(BODY);
      expect(server.handshakeCount()).toBe(1);
    } finally {
      await server.close();
      await new Promise((resolve) => plain.close(resolve));
    }
  });
});

describe('makeChain', () => {
  it('makes two CAs and a leaf that is not one', () => {
    const { root, sent } = makeChain('localhost', 'P-256');
    const certificates = [...sent, root].map(({ pem }) => new X509Certificate(pem));
    expect(certificates.map(({ ca }) => ca)).toEqual([false, true, true]);
    const [leaf, intermediate, own] = certificates;
    if (!leaf || !intermediate || !own) throw new Error('too few certificates');
    expect(leaf.checkIssued(intermediate) && intermediate.checkIssued(own)).toBe(true);
    expect(leaf.checkHost('localhost')).toBe('localhost');
  });
});

/** Certificates for tests, made with the openssl command: roots, intermediates and leaves. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly pem: string;
  readonly keyPem: string;
}

export interface CertificateOrder {
  readonly name: string;
  readonly key: 'RSA' | 'P-256' | 'P-384';
  /** As x509v3_config has them: `basicConstraints=critical,CA:TRUE`. The key identifiers are always there. */
  readonly extensions: readonly string[];
  /** Undefined: it signs itself. */
  readonly issuer?: Certificate;
}

export interface Chain {
  readonly root: Certificate;
  /** As a server sends them, the leaf first; without the root. */
  readonly sent: readonly Certificate[];
}

const DAYS = 30;
const RSA_BITS = 2048;
const SIGNS = 'keyUsage=critical,keyCertSign,cRLSign';

export function makeCertificate({ name, key, extensions, issuer }: CertificateOrder): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const path = (file: string): string => join(folder, file);
  try {
    // A configuration of our own: the system's adds extensions.
    writeFileSync(
      path('config'),
      [
        ...['[req]', 'distinguished_name=name', 'x509_extensions=extensions', '[name]'],
        ...['[extensions]', 'subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid'],
        ...extensions,
      ].join('\n'),
    );
    if (issuer) writeFileSync(path('issuer'), issuer.pem + issuer.keyPem);
    openssl([
      ...['req', '-config', path('config'), '-x509', '-sha256', '-nodes', '-days', String(DAYS)],
      ...['-subj', `/CN=${name}`, '-keyout', path('key'), '-out', path('certificate')],
      ...(key === 'RSA'
        ? ['-newkey', `rsa:${RSA_BITS}`]
        : ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${key}`]),
      ...(issuer ? ['-CA', path('issuer'), '-CAkey', path('issuer')] : []),
    ]);
    return {
      pem: readFileSync(path('certificate'), 'utf8'),
      keyPem: readFileSync(path('key'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Root, intermediate and leaf for `host`, the shape of Spotify's chain. */
export function makeChain(host: string, key: CertificateOrder['key']): Chain {
  const root = makeCertificate({
    ...{ name: 'Test root', key },
    extensions: ['basicConstraints=critical,CA:TRUE', SIGNS],
  });
  const intermediate = makeCertificate({
    ...{ name: 'Test intermediate', key, issuer: root },
    extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', SIGNS],
  });
  const leaf = makeCertificate({
    ...{ name: host, key, issuer: intermediate },
    extensions: [
      `subjectAltName=DNS:${host}`,
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature,keyEncipherment',
      'extendedKeyUsage=serverAuth',
    ],
  });
  return { root, sent: [leaf, intermediate] };
}

function openssl(args: readonly string[]): void {
  const { error, status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`openssl failed: ${error?.message ?? stderr}`);
}

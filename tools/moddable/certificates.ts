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
  readonly key: 'RSA' | 'P-256' | 'P-384' | 'P-521';
  /** As x509v3_config has them: `basicConstraints=critical,CA:TRUE`. The key identifiers are always there. */
  readonly extensions: readonly string[];
  /** Undefined: it signs itself. */
  readonly issuer?: Certificate;
  /** Undefined: now, and for 30 days. */
  readonly valid?: { readonly fromMs: number; readonly untilMs: number };
}

export interface Chain {
  readonly root: Certificate;
  /** As a server sends them, the leaf first; without the root. */
  readonly sent: readonly Certificate[];
}

const DAY_MS = 86_400_000;
const RSA_BITS = 2048;
const SIGNS = 'keyUsage=critical,keyCertSign,cRLSign';

export function makeCertificate(order: CertificateOrder): Certificate {
  const { name, key, extensions, issuer } = order;
  const { fromMs, untilMs } = order.valid ?? {
    fromMs: Date.now() - DAY_MS,
    untilMs: Date.now() + 30 * DAY_MS,
  };
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const path = (file: string): string => join(folder, file);
  try {
    // A configuration of our own: the system's adds extensions.
    writeFileSync(
      path('config'),
      [
        ...['[req]', 'distinguished_name=name', '[name]'],
        ...['[ca]', 'default_ca=authority', '[authority]', `database=${path('index')}`],
        ...[`new_certs_dir=${folder}`, 'rand_serial=yes', 'default_md=sha256', 'policy=policy'],
        ...['x509_extensions=extensions', '[policy]', 'commonName=supplied'],
        ...['[extensions]', 'subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid:always'],
        ...extensions,
      ].join('\n'),
    );
    writeFileSync(path('index'), '');
    if (issuer) writeFileSync(path('issuer'), issuer.pem + issuer.keyPem);
    openssl([
      ...['req', '-config', path('config'), '-new', '-nodes', '-subj', `/CN=${name}`],
      ...['-keyout', path('key'), '-out', path('request')],
      ...(key === 'RSA'
        ? ['-newkey', `rsa:${RSA_BITS}`]
        : ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${key}`]),
    ]);
    // Of openssl's commands the only one that takes dates.
    openssl([
      ...['ca', '-config', path('config'), '-batch', '-notext', '-preserveDN'],
      ...['-in', path('request'), '-out', path('certificate')],
      ...['-startdate', generalizedTime(fromMs), '-enddate', generalizedTime(untilMs)],
      ...(issuer
        ? ['-cert', path('issuer'), '-keyfile', path('issuer')]
        : ['-selfsign', '-keyfile', path('key')]),
    ]);
    return {
      pem: readFileSync(path('certificate'), 'utf8'),
      keyPem: readFileSync(path('key'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `YYYYMMDDHHMMSSZ` */
function generalizedTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
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

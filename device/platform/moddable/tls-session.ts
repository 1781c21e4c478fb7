/** The SDK's TLS 1.2 with the checks that it lacks: see `device/tls/`. Failures are thrown as TlsFault. */
import CertificateManager from 'ssl/cert';
import Session, { type Wire } from 'ssl/session';
import X509, { type PublicKey } from 'x509';
import type { Certificate } from '../../tls/certificate.js';
import { chainFault, type Trust } from '../../tls/chain.js';
import { isKeyExchangeSigned } from '../../tls/key-exchange.js';
import { TlsFault } from '../../tls/tls-fault.js';
import { optionalResourceBytes, resourceBytes } from './tables.js';

const TLS_1_2 = 0x303;
/** RFC 5246 section 7.2: handshake_failure, protocol_version, insufficient_security. */
const NO_COMMON_TLS = Object.freeze([40, 70, 71]);
const KEY_ID_BYTES = 20;
/** F4. The SDK does not check padding to its end, so with a smaller exponent signatures could be forged. */
const EXPONENT_MIN = 65_537;

export class TlsSession extends Session {
  constructor(host: string) {
    super({
      serverName: host,
      applicationLayerProtocolNegotiation: 'http/1.1',
      protocolVersion: TLS_1_2,
    });
    this.certificateManager = new ServerCertificate(host);
  }

  /**
   * The SDK treats a handshake that an alert has ended as a success, and would send the request with its token
   * unencrypted.
   */
  override handshake(wire: Wire): boolean {
    let isOver = false;
    try {
      isOver = super.handshake(wire);
    } catch (error) {
      if (!this.alert) throw error;
    }
    if (this.alert) {
      const { description } = this.alert;
      const kind = NO_COMMON_TLS.includes(description) ? 'no-common-tls' : 'tls-failed';
      throw new TlsFault(kind, `alert ${description}`);
    }
    return isOver;
  }

  override readPacket(wire: Wire): ArrayBuffer | undefined {
    const record = super.readPacket(wire);
    if (record && !this.serverCipher && !isKeyExchangeSigned(new Uint8Array(record)))
      throw new TlsFault('tls-failed', 'the key exchange is not signed');
    return record;
  }
}

/** Called by the session with the server's certificates. */
class ServerCertificate extends CertificateManager implements Trust {
  readonly #host: string;
  #certificate: Uint8Array | undefined;

  constructor(host: string) {
    super({});
    this.#host = host;
  }

  override verify(chain: readonly Uint8Array[]): boolean {
    const fault = chainFault(chain, this.#host, Date.now(), this);
    if (fault) throw new TlsFault(fault, `certificate: ${fault}`);
    return true;
  }

  override register(certificate: ArrayBuffer): void {
    this.#certificate = new Uint8Array(certificate);
  }

  override getKey(): PublicKey {
    if (!this.#certificate) throw new TlsFault('tls-failed', 'keys before a certificate');
    return safeKey(this.#certificate);
  }

  override findPreferredCert(): readonly ArrayBuffer[] {
    return [];
  }

  root(keyId: Uint8Array): Uint8Array | undefined {
    return rootIn('ca', keyId) ?? rootIn('own', keyId);
  }

  hasSigned(issuer: Uint8Array, { algorithm, signed, signature }: Certificate): boolean {
    return (
      algorithm !== undefined &&
      this._verify(safeKey(issuer), { algo: algorithm, tbs: signed, sig: signature })
    );
  }
}

/** @throws if the SDK does not know this kind of key */
function safeKey(certificate: Uint8Array): PublicKey {
  const key = X509.decodeSPKI(certificate);
  if ('exponent' in key && key.exponent < EXPONENT_MIN)
    throw new TlsFault('untrusted', 'an RSA key with a small exponent');
  return key;
}

/** `<set>.ski` is a list of key ids; the nth belongs to `<set><n>.der`. */
function rootIn(set: 'ca' | 'own', keyId: Uint8Array): Uint8Array | undefined {
  const ids = optionalResourceBytes(`${set}.ski`);
  if (!ids || keyId.length !== KEY_ID_BYTES) return undefined;
  for (let n = 0; n * KEY_ID_BYTES < ids.length; n += 1) {
    const at = n * KEY_ID_BYTES;
    if (keyId.every((byte, i) => byte === ids[at + i])) return resourceBytes(`${set}${n}.der`);
  }
  return undefined;
}

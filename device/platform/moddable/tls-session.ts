/** The SDK's TLS 1.2 with the checks that it lacks: see `device/tls/`. Failures are thrown as TlsFault. */
import { Digest } from 'crypt';
import ECDSA from 'ecdsa';
import CertificateManager from 'ssl/cert';
import Session, { type Wire } from 'ssl/session';
import X509, { type PublicKey, type RsaKey } from 'x509';
import type { Certificate } from '../../tls/certificate.js';
import { chainFault, type Trust } from '../../tls/chain.js';
import { isEcdsaSignature } from '../../tls/ecdsa-signature.js';
import { isData, isKeyExchangeSigned } from '../../tls/key-exchange.js';
import { TlsFault } from '../../tls/tls-fault.js';
import { optionalResourceBytes, resourceBytes } from './tables.js';

const TLS_1_2 = 0x303;
/** RFC 5246 section 7.2: handshake_failure, protocol_version, insufficient_security. */
const NO_COMMON_TLS = Object.freeze([40, 70, 71]);
const KEY_ID_BYTES = 20;
/** F4. The SDK does not check padding to its end, so with a smaller exponent signatures could be forged. */
const EXPONENT_MIN = 65_537;
/** With a larger one the arithmetic would take minutes; nobody uses more. */
const EXPONENT_MAX = 0xffff_ffff;
/** 2,048 to 4,096 bits: the SDK crashes with a modulus of zero, and takes minutes with a long one. */
const MODULUS_BYTES_MIN = 256;
const MODULUS_BYTES_MAX = 512;

/** By the last number of the object ids of ECDSA: `certificate.ts` accepts no others for an elliptic-curve key. */
const SHA_2: Readonly<Record<number, 'SHA256' | 'SHA384' | 'SHA512'>> = Object.freeze({
  2: 'SHA256',
  3: 'SHA384',
  4: 'SHA512',
});

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
    if (record && !this.serverCipher) judgeClear(new Uint8Array(record));
    return record;
  }
}

/** Of a record that is not encrypted. */
function judgeClear(record: Uint8Array): void {
  if (isData(record)) throw new TlsFault('tls-failed', 'data before the end of the handshake');
  if (!isKeyExchangeSigned(record))
    throw new TlsFault('tls-failed', 'the key exchange is not signed');
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
    if (algorithm === undefined) return false;
    const key = safeKey(issuer);
    if (!('curve' in key))
      return this._verify(key, { algo: algorithm, tbs: signed, sig: signature });
    // Not by `_verify`: it takes apart what it joined of two numbers, and cannot where the first is a byte short.
    const hash = SHA_2[algorithm[algorithm.length - 1] ?? 0];
    if (hash === undefined || !isEcdsaSignature(signature)) return false;
    const digest = new Digest(hash);
    digest.write(signed.slice().buffer);
    return new ECDSA(key.pub, key.curve).verify(
      digest.close().slice(0, key.curve.orderSize),
      signature,
      true,
    );
  }
}

/** @throws if the SDK does not know this kind of key */
function safeKey(certificate: Uint8Array): PublicKey {
  const key = X509.decodeSPKI(certificate);
  if ('exponent' in key && !isSafe(key))
    throw new TlsFault('untrusted', 'an RSA key with an unusual modulus or exponent');
  return key;
}

function isSafe({ modulus, exponent }: RsaKey): boolean {
  if (exponent < EXPONENT_MIN || exponent > EXPONENT_MAX || modulus < 0) return false;
  const { byteLength } = ArrayBuffer.fromBigInt(modulus);
  return byteLength >= MODULUS_BYTES_MIN && byteLength <= MODULUS_BYTES_MAX;
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

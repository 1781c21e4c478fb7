/** Tables of data as the image carries them: read where they lie in flash, nothing is copied. */
import Resource from 'Resource';

/**
 * The bytes of the resource `name`; throws where the manifest does not list it, a fault of the build.
 * XS accepts a host buffer wherever it accepts an ArrayBuffer, which no typing says.
 */
export function resourceBytes(name: string): Uint8Array {
  return new Uint8Array(new Resource(name) as unknown as ArrayBuffer);
}

/** The same, or undefined where the build left it out. */
export function optionalResourceBytes(name: string): Uint8Array | undefined {
  return Resource.exists(name) ? resourceBytes(name) : undefined;
}

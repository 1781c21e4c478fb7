/** The data tables in the image, read in place from flash. */
import Resource from 'Resource';

/**
 * The bytes of the resource `name`; throws if the manifest does not list it, which is a bug of the build.
 * XS accepts a host buffer wherever it accepts an ArrayBuffer, which the typings do not declare.
 */
export function resourceBytes(name: string): Uint8Array {
  return new Uint8Array(new Resource(name) as unknown as ArrayBuffer);
}

/** The same, or undefined if the build left it out. */
export function optionalResourceBytes(name: string): Uint8Array | undefined {
  return Resource.exists(name) ? resourceBytes(name) : undefined;
}

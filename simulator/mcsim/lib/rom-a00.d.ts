/** For the tests alone; Moddable's simulator reads no types. */
export const ROM_A00: string;

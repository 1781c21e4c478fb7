/** For the tests alone; Moddable's simulator reads no types. */
export interface Wiring {
  readonly columns: number;
  readonly rows: number;
  readonly pins: {
    readonly rs: number;
    readonly e: number;
    readonly d4: number;
    readonly d5: number;
    readonly d6: number;
    readonly d7: number;
  };
  readonly backlightPin?: number;
}

export class Panel {
  constructor(wiring: Wiring);
  readonly isOn: boolean;
  readonly isBacklit: boolean;
  write(levels: number): void;
  dotsAt(row: number, column: number): Uint8Array;
  codes(): number[][];
}

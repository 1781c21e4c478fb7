/**
 * HD44780U instructions and how long each keeps the controller busy, in clocks of its own oscillator: the data sheet's
 * 37 µs and 1.52 ms are for 270 kHz (p. 24, table 6), and 37 µs * 270 kHz = 10 clocks.
 */

export const CLEAR = 0x01;
export const HOME = 0x02;
/** The address counter increments after each write; the display does not shift. */
export const ENTRY_INCREMENT = 0x06;
export const DISPLAY_OFF = 0x08;
/** Display on, cursor and blinking off. */
export const DISPLAY_ON = 0x0c;
export const FUNCTION_4_BIT = 0x20;
export const FUNCTION_TWO_LINES = 0x08;
export const SET_CGRAM = 0x40;
export const SET_DDRAM = 0x80;

export const INSTRUCTION_CLOCKS = 10;
/** A write also needs tADD, 1.5 clocks, until the address counter has moved (p. 25, note under figure 10). */
export const WRITE_CLOCKS = 11.5;
/** Clear and home. */
export const LONG_CLOCKS = 410.4;

/** Waits of the initialisation by instruction (p. 46, figure 24): > 4.1 ms and > 100 µs, as clocks at 270 kHz. */
export const FIRST_RESET_CLOCKS = 1110;
export const NEXT_RESET_CLOCKS = 28;

/** 40 ms from 2.7 V (p. 46); the rest allows for a supply that rises later than the chip's. */
export const POWER_ON_US = 50_000;

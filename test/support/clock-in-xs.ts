/** The clock as a bundle's entry for XS. */
import { answerCommands } from '../../tools/xs/command.js';
import { clockRows, type ClockCase } from './clock-rows.js';

answerCommands({ onCommand: (command) => clockRows(command as ClockCase) });

/** The reader of responses as a bundle's entry for XS: each command is a list of them; the result is what was read. */
import { answerCommands } from '../../tools/xs/command.js';
import { readResponse } from './read-response.js';

export type ResponseCommand = readonly {
  readonly text: string;
  readonly sizes: readonly number[];
}[];

answerCommands({
  onCommand: (given) =>
    (given as ResponseCommand).map(({ text, sizes }) => readResponse(text, { ends: true, sizes })),
});

/** The sixteen pads along the board's edge, the counters and the last bytes. */
import { BusShare, shareText } from './bus-share.js';
import { nibblesOf } from './byte-text.js';
import { byId, make, setText } from './elements.js';
import type { LiveBus, LiveDevice } from './live-state.js';
import { Scope } from './scope.js';

type Line = keyof LiveDevice['pins'];

const PADS: readonly { readonly label: string; readonly line?: Line; readonly net?: string }[] =
  Object.freeze([
    { label: 'VSS', net: 'GND' },
    { label: 'VDD', net: '5V' },
    { label: 'V0', net: 'pot' },
    { label: 'RS', line: 'rs' },
    { label: 'RW', line: 'rw' },
    { label: 'E', line: 'e' },
    { label: 'D0', net: '–' },
    { label: 'D1', net: '–' },
    { label: 'D2', net: '–' },
    { label: 'D3', net: '–' },
    { label: 'D4', line: 'd4' },
    { label: 'D5', line: 'd5' },
    { label: 'D6', line: 'd6' },
    { label: 'D7', line: 'd7' },
    { label: 'A', net: '+' },
    { label: 'K', net: 'GND' },
  ]);

const SHARE_REFRESH_MS = 1000;

export class Wires {
  readonly #pads = new Map<Line, HTMLElement>();
  readonly #nets = new Map<Line, HTMLElement>();
  readonly #figures = byId('figures', HTMLDListElement);
  readonly #bytes = byId('bytes', HTMLTableSectionElement);
  readonly #i2c = byId('i2c', HTMLPreElement);
  readonly #violations = byId('violations', HTMLUListElement);
  readonly #scope = new Scope();
  readonly #share = new BusShare();
  #bus: LiveBus | undefined;
  #newestNs = -1;

  constructor() {
    const list = byId('pads', HTMLOListElement);
    for (const { label, line, net = '\u00a0' } of PADS) {
      const pad = make('li');
      const name = make('b', label);
      const below = make('i', net);
      pad.append(name, make('span'), below);
      list.append(pad);
      if (!line) continue;
      pad.className = 'wired';
      this.#pads.set(line, pad);
      this.#nets.set(line, below);
    }
    // Without new bytes no state arrives, but the load falls all the same.
    setInterval(() => this.#bus && this.#showFigures(this.#bus), SHARE_REFRESH_MS);
  }

  show(bus: LiveBus, { pins, i2c }: LiveDevice): void {
    this.#i2c.hidden = i2c === undefined;
    setText(this.#i2c, i2c?.join('\n') ?? '');
    for (const [line, net] of this.#nets) setText(net, String(pins[line]));
    this.#bus = bus;
    this.#share.add(performance.now(), bus.counts.busyNs);
    this.#showFigures(bus);
    this.#scope.show(bus);
    const newest = bus.lastBytes.at(-1);
    if (newest?.atNs === this.#newestNs) return;
    this.#newestNs = newest?.atNs ?? -1;
    if (newest) this.#light(newest);
    this.#bytes.replaceChildren(
      ...[...bus.lastBytes].reverse().map(({ atNs, rs, byte, meaning }) => {
        const row = make('tr', '', rs === 1 ? 'data' : '');
        row.append(
          make('td', (atNs / 1e6).toFixed(2)),
          make('td', String(rs)),
          make('td', nibblesOf(byte)),
          make('td', meaning),
        );
        return row;
      }),
    );
  }

  /** The lines as the last byte left them: its low nibble comes second. */
  #light({ rs, byte }: { rs: 0 | 1; byte: number }): void {
    const levels: Readonly<Record<Line, boolean>> = {
      rs: rs === 1,
      rw: false,
      e: false,
      d4: (byte & 1) !== 0,
      d5: (byte & 2) !== 0,
      d6: (byte & 4) !== 0,
      d7: (byte & 8) !== 0,
    };
    for (const [line, pad] of this.#pads) pad.classList.toggle('high', levels[line]);
    // E is low again long before a person looks: it flashes instead.
    this.#pads
      .get('e')
      ?.querySelector('span')
      ?.animate([{ boxShadow: '0 0 0.7rem 0.2rem #ffc526' }, {}], 500);
  }

  #showFigures({ counts, violationCount, violations }: LiveBus): void {
    const share = this.#share.shareAt(performance.now());
    const figures: readonly (readonly [label: string, value: string, className?: string])[] = [
      figure(counts.bytes, 'byte sent', 'bytes sent'),
      figure(counts.instructions, 'instruction', 'instructions'),
      figure(counts.writes, 'data write', 'data writes'),
      ['bus load', share === undefined ? '–' : shareText(share)],
      [
        ...figure(violationCount, 'timing violation', 'timing violations'),
        violationCount === 0 ? 'good' : 'bad',
      ],
    ];
    const pairs = figures.map(([label, value, className]) => {
      const pair = make('div', '', className);
      pair.append(make('dt', label), make('dd', value));
      return pair;
    });
    this.#figures.replaceChildren(...pairs);
    this.#violations.hidden = violationCount === 0;
    this.#violations.replaceChildren(...violations.map((text) => make('li', text)));
  }
}

function figure(count: number, one: string, many: string): [label: string, value: string] {
  return [count === 1 ? one : many, count.toLocaleString('en')];
}

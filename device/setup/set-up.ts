/**
 * Wi-Fi set-up: an access point with one page, on which a person chooses a network. The rest of the device sees a network
 * that never comes online. Set-up ends with a restart, once a network was chosen or the old one is back.
 */
import { withoutUser } from '../relay-client/relay-address.js';
import type { Log, Network, NetworkState, Store, Timer } from '../shared/ports.js';
import { readChoice, type ChoiceProblem, type WifiChoice } from './choice.js';
import { answerName } from './dns-answer.js';
import type { AccessPoint, Fields, FoundNetwork, Hardware, LocalNetwork, Radio } from './ports.js';
import { displayProblemText, readDisplayFields } from './display-form.js';
import { readForm } from './form.js';
import { formPage, plainPage, savedPage, testedPage } from './page.js';
import type { Request } from './request-reader.js';
import type { Response } from './response.js';
import { takeChoice, type BuiltInWifi } from './stored-wifi.js';
import { WebServer } from './web-server.js';

const DNS_PORT = 53;
const HTTP_PORT = 80;
const LISTEN_AGAIN_MS = 500;
/** Half a minute: an access point that has no interface by then needs a restart. */
const LISTEN_ATTEMPTS_MAX = 60;
/** A scan of all channels takes two or three seconds. The page must open even if a scan never ends. */
const SCAN_MS_MAX = 15_000;
/** A block of flats has a hundred; the page shows the strongest. */
const NETWORKS_MAX = 12;
/** A scan interrupts connections for a second or two, so it waits until the page is not in use. */
const SCAN_EVERY_MS = 60_000;
const VISIT_LASTS_MS = 180_000;
/** Hidden networks do not appear in scans: try to join after this time anyway; if that fails, set-up opens again. */
const TRY_AGAIN_MS = 300_000;
/** Without a key anyone in reach can open the page, so it does not stay. */
const KEYLESS_MS = 300_000;
/** Time for the browser to render the last page, once it has arrived. */
const RESTART_MS = 1_000;
/** Restart by then even if the last page has not arrived. */
const RESTART_MS_MAX = 10_000;

export interface SetUpOptions {
  readonly accessPoint: AccessPoint;
  /** The access point's own: ESP-IDF's is 192.168.4.1. */
  readonly address: readonly [number, number, number, number];
  /** 80 except in tests: phones try no other. */
  readonly port?: number;
  readonly dnsPort?: number;
  /** Unpredictable; returned with the form. */
  readonly token: string;
  readonly radio: Radio;
  readonly network: LocalNetwork;
  readonly timer: Timer;
  readonly store: Store;
  readonly log: Log;
  readonly restart: () => void;
  readonly builtIn: BuiltInWifi;
  /** The current choice; its name is '' if there is none. */
  readonly known: Omit<WifiChoice, 'password'> & Partial<WifiChoice>;
  /** The network of `known` has never been joined: the page says so. */
  readonly couldNotJoin: boolean;
  /** Absent if it cannot be changed. */
  readonly hardware?: Hardware;
}

export class SetUp implements Network {
  readonly state: NetworkState;
  readonly #options: SetUpOptions;
  readonly #host: string;
  #found: readonly FoundNetwork[] = [];
  #sinceVisitMs = 0;
  #openForMs = 0;
  #isSaved = false;
  #isEnded = false;
  #isAnsweringNames = false;

  constructor(options: SetUpOptions) {
    this.#options = options;
    this.#host = options.address.join('.');
    const { name, password } = options.accessPoint;
    this.state = { kind: 'set-up', accessPoint: name, password, address: this.#host };
  }

  /** The state never changes: a restart ends it. */
  watch(): void {
    const { radio, timer } = this.#options;
    this.#sinceVisitMs = VISIT_LASTS_MS;
    // Before the access point opens, since the radio cannot do both well.
    this.scan((found) => {
      this.keep(found);
      radio.openAccessPoint(this.#options.accessPoint);
      if (this.isKeyless) timer.set(() => this.end('it was open for long enough'), KEYLESS_MS);
      this.listen();
      this.scanLater();
    });
  }

  /** The access point's network interface appears shortly after it is opened, and no event reports it: retry until then. */
  private listen(attempt = 1): void {
    const { network, timer, log, address, port = HTTP_PORT, dnsPort = DNS_PORT } = this.#options;
    try {
      if (!this.#isAnsweringNames)
        network.answerPackets(dnsPort, (packet) => answerName(packet, address));
      this.#isAnsweringNames = true;
      new WebServer({ network, timer, port, respond: (request) => this.respond(request) });
      log.write('info', `Wi-Fi set-up: open at http://${this.#host}`);
    } catch (error) {
      if (attempt === 1) log.write('info', `Wi-Fi set-up: not yet open: ${String(error)}`);
      if (attempt < LISTEN_ATTEMPTS_MAX) timer.set(() => this.listen(attempt + 1), LISTEN_AGAIN_MS);
      else this.end('the page cannot be opened');
    }
  }

  private scan(onDone: (found: readonly FoundNetwork[]) => void): void {
    const { radio, timer } = this.#options;
    let isOver = false;
    const end = (found: readonly FoundNetwork[]): void => {
      if (isOver) return;
      isOver = true;
      cancel();
      onDone(found);
    };
    const cancel = timer.set(() => end([]), SCAN_MS_MAX);
    radio.scan(end);
  }

  private scanLater(): void {
    this.#options.timer.set(() => {
      this.#sinceVisitMs += SCAN_EVERY_MS;
      this.#openForMs += SCAN_EVERY_MS;
      if (this.#isSaved) return;
      if (this.#sinceVisitMs < VISIT_LASTS_MS) return this.scanLater();
      this.scan((found) => {
        this.keep(found);
        if (this.mayJoin() && !this.#isSaved) return this.end('the network may be back');
        this.scanLater();
      });
    }, SCAN_EVERY_MS);
  }

  /** Seeing the network is not enough if it was never joined: most likely its password is wrong. */
  private mayJoin(): boolean {
    const { known, couldNotJoin } = this.#options;
    // Set-up without a key was chosen in the menu, and ends by itself.
    if (known.name === '' || this.isKeyless) return false;
    const isThere = this.#found.some(({ name }) => name === known.name);
    return (isThere && !couldNotJoin) || this.#openForMs >= TRY_AGAIN_MS;
  }

  private keep(found: readonly FoundNetwork[]): void {
    // After a failed scan keep the results of the last one.
    if (found.length === 0) return;
    const strongest = [...found].sort((a, b) => b.signalDbm - a.signalDbm);
    const names = strongest.map(({ name }) => name);
    this.#found = strongest
      .filter(({ name }, index) => name !== '' && names.indexOf(name) === index)
      .slice(0, NETWORKS_MAX);
  }

  private respond(request: Request): Response {
    const { method, host, path } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    // A phone's captive-portal check, or any other address: redirect it to the page.
    if (host !== this.#host && isRead) return this.redirect();
    if (method === 'POST' && (path === '/' || path === '/test')) return this.post(request);
    if (!isRead) return { status: 405, body: plainPage('Not allowed', 'Go to') };
    if (path === '/favicon.ico') return { status: 404, body: plainPage('Not found', 'Go to') };
    if (path !== '/') return this.redirect();
    this.#sinceVisitMs = 0;
    return { status: 200, body: this.form() };
  }

  private redirect(): Response {
    return {
      status: 302,
      location: `http://${this.#host}/`,
      body: plainPage('Moved', 'Go to'),
    };
  }

  private post(request: Request): Response {
    this.#sinceVisitMs = 0;
    const fields = readForm(request.body);
    if (!fields) return { status: 400, body: this.form() };
    // Another site's page could post here through the phone's browser, but it does not know the token. Nor may it
    // prefill our form, with its own relay, for a person to submit.
    const isForeign = !['', 'null', `http://${this.#host}`].includes(request.origin);
    if (isForeign || fields.get('token') !== this.#options.token)
      return { status: isForeign ? 403 : 400, body: this.form({ problem: OUTDATED }) };
    return request.path === '/' ? this.save(fields) : this.test(fields);
  }

  private save(fields: ReadonlyMap<string, string>): Response {
    const display = readDisplayFields(fields);
    const typed = {
      chosen: fields.get('network') || (fields.get('other') ?? ''),
      relay: withoutUser(fields.get('relay') ?? ''),
      mayBePlain: fields.get('plain') === 'yes',
      ...(display ? { display } : {}),
    };
    const displayProblem = display && this.displayProblem(display);
    const result = readChoice(fields, this.#found, this.kept);
    if (displayProblem)
      return { status: 422, body: this.form({ ...typed, problem: displayProblem }) };
    if (!result.ok) return { status: 422, body: this.form({ ...typed, problem: result.problem }) };
    try {
      this.take(result.choice, display);
    } catch (error) {
      this.#options.log.write('error', `Wi-Fi set-up: cannot store: ${String(error)}`);
      return { status: 500, body: this.form({ ...typed, problem: NOT_STORED }) };
    }
    return {
      status: 200,
      body: savedPage(result.choice.name),
      onDelivered: () => void this.#options.timer.set(() => this.end('saved'), RESTART_MS),
    };
  }

  private test(fields: ReadonlyMap<string, string>): Response {
    const { hardware, log } = this.#options;
    const display = readDisplayFields(fields);
    if (!hardware || !display) return { status: 404, body: plainPage('Not found', 'Go to') };
    const problem = this.displayProblem(display);
    if (problem) return { status: 422, body: testedPage(problem.text) };
    try {
      hardware.test(display);
    } catch (error) {
      log.write('error', `Wi-Fi set-up: the display: ${String(error)}`);
      return {
        status: 500,
        body: testedPage(display['bus'] === 'pcf8574' ? NO_BACKPACK : NO_PINS),
      };
    }
    return { status: 200, body: testedPage(TESTED) };
  }

  private displayProblem(display: Fields): ChoiceProblem | undefined {
    const [problem] = this.#options.hardware?.problemsOf(display) ?? [];
    return problem && { field: 'display', text: displayProblemText(problem) };
  }

  private take(choice: WifiChoice, display: Fields | undefined): void {
    const { hardware } = this.#options;
    // What was not changed is not stored, so that another build can still change it.
    if (display && hardware && isOther(display, hardware.current)) hardware.store(display);
    takeChoice(this.#options.store, choice, this.#options);
    if (!this.#isSaved) this.#options.timer.set(() => this.end('saved'), RESTART_MS_MAX);
    this.#isSaved = true;
  }

  private end(why: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#options.log.write('info', `Wi-Fi set-up: ${why}, restarting`);
    this.#options.restart();
  }

  private form({
    chosen = this.#options.known.name,
    relay = this.#options.known.relay,
    mayBePlain = this.#options.known.mayBePlain,
    display = this.#options.hardware?.current ?? {},
    problem,
  }: {
    chosen?: string;
    relay?: string;
    mayBePlain?: boolean;
    display?: Fields;
    problem?: ChoiceProblem;
  } = {}): string {
    const { known, couldNotJoin, hardware, token } = this.#options;
    return formPage({
      ...{ networks: this.#found, problem, chosen, relay, mayBePlain, token },
      missing: couldNotJoin && known.name !== '' && !problem ? known.name : undefined,
      keepsPassword: this.kept?.password !== undefined && chosen === known.name,
      display: hardware && {
        fields: display,
        pins: hardware.pins,
        // Without a key the page was most likely opened because the display is blank.
        isOpen: problem?.field === 'display' || this.isKeyless,
      },
    });
  }

  private get isKeyless(): boolean {
    return this.#options.accessPoint.password === '';
  }

  /** The network whose password is known to be right. */
  private get kept(): SetUpOptions['known'] | undefined {
    const { known, couldNotJoin } = this.#options;
    return couldNotJoin ? undefined : known;
  }
}

function isOther(fields: Fields, current: Fields): boolean {
  return Object.entries(fields).some(([name, value]) => value !== current[name]);
}

const TESTED =
  'Each row of the display should show its number, up to its last column. If it does not, change the settings.';

const NO_BACKPACK =
  'No backpack answers. Check SDA, SCL, the address, and that the backpack has power.';
const NO_PINS = 'The device couldn’t open these pins.';

const NOT_STORED: ChoiceProblem = Object.freeze({
  field: 'network',
  text: 'The device couldn’t save this. Try again, or restart the device.',
});

const OUTDATED: ChoiceProblem = Object.freeze({
  field: 'network',
  text: 'This page expired. Please submit it again.',
});

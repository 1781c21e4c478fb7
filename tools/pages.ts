/** `npm run pages`: the text of every page of the relay, its notices and its errors, to be read in one sitting. */
import { adminPage } from '../relay/account/admin-page.js';
import { devicePage, deviceTokenPage } from '../relay/devices/device-page.js';
import { codePage, confirmPage } from '../relay/devices/link-page.js';
import type { GrantState } from '../relay/grant/connect.js';
import { homePage, welcomePage } from '../relay/home/home-page.js';
import { successPage } from '../relay/home/success-page.js';
import { errorPage } from '../relay/http/error-page.js';
import type { Html } from '../relay/http/html.js';
import { NOTICES } from '../relay/http/notices.js';
import { REFUSALS } from '../relay/http/refusal.js';
import { runScript } from './usage.js';

const URL = 'http://127.0.0.1:8000';
const redirect = { uri: `${URL}/callback`, isPasted: true };
const uid = 'ada';
const device = { id: 'x', name: 'Kitchen', settings: {}, createdAtMs: 0, lastUsedAtMs: 60_000 };
const session = { idHash: 'own', createdAtMs: 0, expiresAtMs: 1, browser: 'Firefox on Linux' };
const GRANTS: readonly GrantState[] = [
  { mayControl: true, kind: 'good' },
  { mayControl: false, kind: 'none' },
  { mayControl: false, kind: 'ending', endsAtMs: 0 },
  { mayControl: false, kind: 'ended', isOfAge: true, canRetry: true },
  { mayControl: false, kind: 'ended', isOfAge: false, canRetry: false },
  { mayControl: false, kind: 'secret-unreadable' },
  { mayControl: false, kind: 'other-app' },
];

/** All text of a page, with labels, buttons and placeholders. */
function textOf({ text }: Html): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/<head>.*?<\/head>|<(header|footer)>.*?<\/\1>|<option(?! value="").*?<\/option>/gs, '')
    .replace(/<(?:input|textarea)[^>]*placeholder="([^"]*)"[^>]*>/g, '[$1]')
    .replace(
      /<label|<input|<button|<summary|<p|<\/(p|li|h1|h2|button|label|summary|option)>/g,
      '\n$&',
    )
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n  ')
    .trim();
}

/** @param until the heading at which what follows is as before */
function show(name: string, page: Html, until = '\0'): void {
  process.stdout.write(`== ${name}\n  ${textOf(page).split(until)[0] ?? ''}\n\n`);
}

const HELP =
  'npm run pages   prints the text of every page of the relay, its notices and its errors';

await runScript({ help: HELP }, () => {
  show('welcome', welcomePage());
  for (const registration of ['open', 'invite', 'closed'] as const) {
    const options = { hasDefaultApp: registration === 'open', redirectUri: `${URL}/callback` };
    show(`sign in, registration ${registration}`, adminPage({ registration, ...options }));
  }
  for (const grant of GRANTS) {
    const own = session.idHash;
    const lists = { devices: [device], sessions: [session] };
    const playing = { kind: 'nothing' } as const;
    const start = homePage({ uid, grant, playing, ...lists, isPasted: true, own });
    show(`home page, ${grant.kind}`, start, grant.kind === 'good' ? undefined : 'Now playing');
    const said = { notice: 'signed-in', problem: undefined };
    const next = { ...said, deviceCount: 0, redirect, pendingCode: 'BCDF-GHJK' };
    show(`next step, ${grant.kind}`, successPage({ uid, grant, ...next }));
  }
  show('link', codePage(uid));
  const asked = { code: 'BCDF-GHJK', deviceName: 'Kitchen', address: '203.0.113.7', ageS: 70 };
  show('confirm', confirmPage({ uid, ...asked }));
  show('device', devicePage(uid, device));
  show('token', deviceTokenPage({ uid, name: 'Kitchen', deviceToken: '…' }, URL));
  show('error', errorPage({ ...REFUSALS['not-found'], uid }));
  process.stdout.write('== notices\n');
  for (const [name, text] of Object.entries(NOTICES)) process.stdout.write(`  ${name}: ${text}\n`);
  process.stdout.write('\n== errors\n');
  for (const [name, { status, description }] of Object.entries(REFUSALS))
    process.stdout.write(`  ${status} ${name}: ${description}\n`);
});

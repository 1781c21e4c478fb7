/** The simulator's page: its state comes from the server as events, and its controls are forms. */
import { byId } from './elements.js';
import type { LiveState } from './live-state.js';
import { showStatus, startView } from './view.js';

const show = startView({
  // A lost connection shows in the page's head.
  button: (isDown, button) =>
    void post('button', { down: String(isDown), ...(button && { button }) }).catch(() => undefined),
  control: (fields) =>
    post('control', fields).then(
      async (response) => (response.ok ? '' : `That failed: ${await response.text()}`),
      () => 'The simulator does not answer. Is it still running?',
    ),
});

function post(name: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`/simulator/${name}`, { method: 'POST', body: new URLSearchParams(fields) });
}

// The state that came with the page.
const first = JSON.parse(byId('state', HTMLScriptElement).text) as LiveState;
byId('relay', HTMLAnchorElement).href = first.device.relayUrl;
show(first);

let events: EventSource | undefined;

/** The browser reconnects by itself; each connection begins with the whole state. */
function listen(): void {
  events ??= new EventSource('/simulator/events');
  events.onopen = () => document.body.classList.remove('lost');
  events.onerror = () => {
    document.body.classList.add('lost');
    showStatus('disconnected from the simulator, retrying');
  };
  events.onmessage = ({ data }: MessageEvent<string>) => {
    show(JSON.parse(data) as LiveState);
  };
}

// A browser opens six connections to a host: hidden tabs must not hold them, or the buttons would wait.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') {
    listen();
  } else {
    events?.close();
    events = undefined;
  }
});
listen();

/** The device's buttons: each is held as long as the mouse, the finger or the space bar holds it. */
import type { Commands } from './live-state.js';

export function wirePushButtons(commands: Pick<Commands, 'button'>): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('.push button'))
    wire(button, commands);
}

function wire(button: HTMLButtonElement, commands: Pick<Commands, 'button'>): void {
  const name = button.dataset['button'];
  let isDown = false;
  const become = (down: boolean): void => {
    if (down === isDown) return;
    isDown = down;
    button.setAttribute('aria-pressed', String(down));
    commands.button(down, name);
  };
  button.addEventListener('pointerdown', (event) => {
    button.setPointerCapture(event.pointerId);
    become(true);
  });
  for (const end of ['pointerup', 'pointercancel', 'blur', 'keyup'])
    button.addEventListener(end, () => become(false));
  button.addEventListener('keydown', ({ key }) => {
    if (key === ' ' || key === 'Enter') become(true);
  });
}

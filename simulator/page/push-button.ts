/** The device's button: held as long as the mouse, the finger or the space bar holds it. */
import { byId } from './elements.js';
import type { Commands } from './live-state.js';

export function wirePushButton(commands: Pick<Commands, 'button'>): void {
  const button = byId('press', HTMLButtonElement);
  let isDown = false;
  const become = (down: boolean): void => {
    if (down === isDown) return;
    isDown = down;
    button.setAttribute('aria-pressed', String(down));
    commands.button(down);
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

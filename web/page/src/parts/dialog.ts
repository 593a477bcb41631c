// A window over the page: closed by Escape, its button, or a click beside it; the focus returns to where it was.
import { h, icon, icons, type Child } from '../dom';
import { t } from '../text';

let count = 0;

export function openDialog(title: string, ...content: Child[]): HTMLDialogElement {
  const id = `dialog${++count}`;
  const close = () => dialog.close();
  const dialog: HTMLDialogElement = h(
    'dialog',
    { 'aria-labelledby': id, on: { close: () => dialog.remove(), click: (event: Event) => event.target === dialog && close() } },
    h(
      'div',
      { class: 'dialog' },
      h(
        'header',
        {},
        h('h2', { id }, title),
        h('button', { type: 'button', class: 'plain', 'aria-label': t('close'), on: { click: close } }, icon(icons.close)),
      ),
      ...content,
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A button that opens a small panel below it. */
export function menu(label: string, iconPath: string, content: () => HTMLElement): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': label,
      title: label,
      'aria-haspopup': 'true',
      'aria-expanded': 'false',
      on: { click: () => toggle(panel.hidden) },
    },
    icon(iconPath),
    h('span', {}, label),
  );
  const panel = h('div', {
    class: 'menu',
    hidden: true,
    on: { click: (event: Event) => (event.target as HTMLElement).closest('[data-closes]') && toggle(false) },
  });
  const outside = (event: Event) => !box.contains(event.target as Node) && toggle(false);
  function toggle(open: boolean): void {
    panel.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    panel.replaceChildren();
    if (open) {
      panel.append(content());
      document.addEventListener('pointerdown', outside);
    } else {
      document.removeEventListener('pointerdown', outside);
    }
  }
  const box = h(
    'div',
    {
      class: 'menubox',
      on: {
        keydown: (event: KeyboardEvent) => {
          if (event.key !== 'Escape' || panel.hidden) return;
          event.stopPropagation();
          toggle(false);
          button.focus();
        },
      },
    },
    button,
    panel,
  );
  return box;
}

/**
 * As a `ref`: what comes onto the page gets the focus. Browsers heed `autofocus` for dialogs and on loading alone; what
 * may be there when its dialog opens needs both.
 */
export function focusNow(element: HTMLElement | null): void {
  element?.focus();
}

import { useLayoutEffect } from 'react';
import type { SettingsView } from '#contract/view';

/** Puts the chosen theme on `<html>`; "system" leaves it to the desktop. */
export function useTheme(theme: SettingsView['theme']): void {
  useLayoutEffect(() => {
    if (theme === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', theme);
  }, [theme]);
}

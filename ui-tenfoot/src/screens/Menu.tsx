/** What lies above Home: the places that are not about films. */

import type { JSX } from 'solid-js';
import { useApp } from '../app';
import { t } from '../i18n/messages';
import { Dialog } from '../views/Dialog';

export function Menu(): JSX.Element {
  const { router } = useApp();
  return (
    <Dialog
      testId="menu"
      title={t.menuTitle}
      text=""
      actions={[
        { id: 'devices', label: t.devices, run: () => router.replace({ screen: 'devices' }) },
        { id: 'pair', label: t.pairDevice, run: () => router.replace({ screen: 'pair' }) },
        { id: 'close', label: t.close, run: router.back },
      ]}
    />
  );
}

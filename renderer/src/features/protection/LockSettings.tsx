import { type ReactNode, useState } from 'react';
import type { CallInput } from '#contract/calls';
import type { SettingsView } from '#contract/view';
import { clearAfterWords, lockAfterWords, trustWords } from '#contract/words/trust-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { NumberSelect } from '../settings/NumberSelect.tsx';
import { SettingCheck, SettingSection } from '../settings/SettingField.tsx';
import { useSetting } from '../settings/use-setting.ts';
import { ConfirmUser, isConfirmFirst } from '../vault/ConfirmUser.tsx';

/** When Keyfob locks itself, and what goes on then. Only for a vault that asks for something when it is opened again. */
export function LockSettings({ settings }: { readonly settings: SettingsView }): ReactNode {
  const { bridge } = useServices();
  return (
    <SettingSection title={trustWords.locking}>
      <NumberSelect
        label={trustWords.lockAfter}
        number={settings.lockAfterIdleMinutes}
        offered={[1, 5, 15, 30, 60, 240, null]}
        words={lockAfterWords}
        store={(lockAfterIdleMinutes) => ask(bridge, 'settings.update', { lockAfterIdleMinutes })}
      />
      <YesOrNo name="lockWithScreen" label={trustWords.lockWithScreen} settings={settings} />
      <YesOrNo name="lockOnSuspend" label={trustWords.lockOnSuspend} settings={settings} />
      <YesOrNo
        name="refreshWhenLocked"
        label={trustWords.refreshWhenLocked}
        help={trustWords.refreshWhenLockedHelp}
        settings={settings}
      />
    </SettingSection>
  );
}

/** What is written to disk and what is asked before it is shown. */
export function SecretSettings(props: {
  readonly settings: SettingsView;
  readonly hasPassphrase: boolean;
}): ReactNode {
  const { settings, hasPassphrase } = props;
  const { bridge } = useServices();
  return (
    <SettingSection title={trustWords.secrets}>
      <NumberSelect
        label={trustWords.clearAfter}
        number={settings.clipboardClearAfterMs}
        offered={[10_000, 20_000, 30_000, 60_000, 120_000]}
        words={clearAfterWords}
        store={(clipboardClearAfterMs) => ask(bridge, 'settings.update', { clipboardClearAfterMs })}
      />
      <YesOrNo
        name="tokensInMemoryOnly"
        label={trustWords.tokensInMemory}
        help={trustWords.tokensInMemoryHelp}
        settings={settings}
      />
      {hasPassphrase && (
        <YesOrNo
          name="confirmBeforeReveal"
          label={trustWords.confirmReveal}
          help={trustWords.confirmRevealHelp}
          settings={settings}
        />
      )}
    </SettingSection>
  );
}

type YesOrNoName =
  | 'lockWithScreen'
  | 'lockOnSuspend'
  | 'refreshWhenLocked'
  | 'tokensInMemoryOnly'
  | 'confirmBeforeReveal';

interface YesOrNoProps {
  readonly name: YesOrNoName;
  readonly label: string;
  readonly help?: string;
  readonly settings: SettingsView;
}

function YesOrNo({ name, label, help, settings }: YesOrNoProps): ReactNode {
  const { bridge } = useServices();
  const [isUnconfirmed, setUnconfirmed] = useState(false);
  const setting = useSetting(settings[name], async (value) => {
    const change: CallInput<'settings.update'> = { [name]: value };
    const stored = await ask(bridge, 'settings.update', change);
    setUnconfirmed(!stored.ok && isConfirmFirst(stored.failure));
    return stored;
  });
  const { failure } = setting;
  const change = () => setting.choose(!setting.value);
  const confirmed = () => {
    setUnconfirmed(false);
    change();
  };
  return (
    <>
      <SettingCheck
        label={label}
        help={help}
        checked={setting.value}
        // That question is the dialog.
        failure={failure !== null && isConfirmFirst(failure) ? null : failure}
        onChange={change}
      />
      {isUnconfirmed && <ConfirmUser onConfirmed={confirmed} onClose={() => setUnconfirmed(false)} />}
    </>
  );
}

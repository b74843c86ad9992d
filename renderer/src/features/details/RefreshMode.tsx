import { type ReactNode, useId } from 'react';
import type { KeyView } from '#contract/view';
import { refreshModeWords } from '#contract/words/refresh-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { SettingSection } from '../settings/SettingField.tsx';
import { useSetting } from '../settings/use-setting.ts';
import { Choice } from './Choice.tsx';

const modes = Object.keys(refreshModeWords) as KeyView['refreshMode'][];

/** When a key's token is renewed. */
export function RefreshMode({ subject }: { readonly subject: KeyView }): ReactNode {
  const { bridge } = useServices();
  const group = useId();
  const mode = useSetting(subject.refreshMode, (refreshMode) =>
    ask(bridge, 'keys.setRefreshMode', { keyId: subject.id, refreshMode }),
  );
  return (
    <SettingSection title="Keep fresh">
      <div role="radiogroup" aria-label="Keep fresh">
        {modes.map((offered) => (
          <Choice
            key={offered}
            group={group}
            label={refreshModeWords[offered].label}
            help={refreshModeWords[offered].help}
            checked={mode.value === offered}
            onChoose={() => mode.choose(offered)}
          />
        ))}
      </div>
      {mode.failure && <FailureNote failure={mode.failure} />}
    </SettingSection>
  );
}

import type { ReactNode } from 'react';
import type { PresetProblemView } from '#contract/preset-problem-view';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './PresetGallery.module.css';

/** Files of the presets folder that cannot be used: one line, with what to mend in it. */
export function PresetProblems(props: { readonly problems: readonly PresetProblemView[] }): ReactNode {
  const { problems } = props;
  if (problems.length === 0) return null;
  const files = new Set(problems.map(({ file }) => file)).size;
  return (
    <details className={styles['problems']}>
      <summary>
        <Glyph name="warning" />
        {files === 1 ? 'A preset file of yours' : `${files} of your preset files`} cannot be used
      </summary>
      <ul>
        {problems.map(({ file, path, fix }) => (
          <li key={`${file}\n${path}\n${fix}`}>
            <strong>
              <OutsideText text={file} />
            </strong>
            {path && (
              <code>
                <OutsideText text={path} />
              </code>
            )}
            <span>
              <OutsideText text={fix} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

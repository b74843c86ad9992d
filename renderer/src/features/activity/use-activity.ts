import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActivityKindView, ActivityPage } from '#contract/activity-view';
import type { FailureView } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { withNewer, withOlder } from './activity-pages.ts';

/** What is asked for. `search` and `kinds` stay the same object while they are the same. */
export interface ActivityQuery {
  readonly search: string;
  readonly keyId: string | null;
  readonly kinds: readonly ActivityKindView[] | null;
}

/** What is known of the log. */
export type ActivityState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: FailureView }
  | { readonly status: 'ready'; readonly page: ActivityPage };

/** The log as far as it was asked for. */
export interface Activity {
  readonly state: ActivityState;
  readonly isLoadingMore: boolean;
  /** Why older lines could not be read. */
  readonly moreFailure: FailureView | null;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

/** How long to wait for a further letter. */
const typingMs = 200;
/** How long to wait for a further change of the app's state, so that a burst is asked for once. */
const changeMs = 400;

/** Reads the log's newest lines, again whenever the app's state changes, and older ones on demand. */
export function useActivity({ search, keyId, kinds }: ActivityQuery): Activity {
  const { bridge, snapshots } = useServices();
  const [state, setState] = useState<ActivityState>({ status: 'loading' });
  const [isLoadingMore, setLoadingMore] = useState(false);
  const [moreFailure, setMoreFailure] = useState<FailureView | null>(null);
  /** Grows with each new question; answers to former ones are dropped. */
  const question = useRef(0);

  const list = useCallback(
    (beforeSerial: number | null) =>
      ask(bridge, 'activity.list', {
        search: search.slice(0, 400),
        keyId,
        kinds: kinds === null ? null : [...kinds],
        beforeSerial,
      }),
    [bridge, search, keyId, kinds],
  );
  const load = useCallback(
    async (isUpdate: boolean): Promise<void> => {
      const mine = question.current;
      const answer = await list(null);
      if (mine !== question.current) return;
      if (answer.ok) {
        setState((old) => ({
          status: 'ready',
          page: isUpdate && old.status === 'ready' ? withNewer(old.page, answer.value) : answer.value,
        }));
      } else if (!isUpdate) setState({ status: 'failed', failure: answer.failure });
    },
    [list],
  );

  useEffect(() => {
    question.current += 1;
    setLoadingMore(false);
    setMoreFailure(null);
    const timer = setTimeout(() => void load(false), search === '' ? 0 : typingMs);
    return () => clearTimeout(timer);
  }, [load, search]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = snapshots.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void load(true), changeMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [snapshots, load]);

  const loadMore = async (): Promise<void> => {
    const last = state.status === 'ready' ? state.page.events.at(-1) : undefined;
    if (last === undefined || isLoadingMore) return;
    const mine = question.current;
    setLoadingMore(true);
    setMoreFailure(null);
    const answer = await list(last.serial);
    if (mine !== question.current) return;
    setLoadingMore(false);
    if (!answer.ok) return setMoreFailure(answer.failure);
    setState((old) =>
      old.status === 'ready' ? { status: 'ready', page: withOlder(old.page, answer.value) } : old,
    );
  };
  const reload = (): void => {
    setState({ status: 'loading' });
    void load(false);
  };
  return { state, isLoadingMore, moreFailure, loadMore: () => void loadMore(), reload };
}

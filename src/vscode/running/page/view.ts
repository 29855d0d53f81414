import type { ApplicationLogState } from '../../../core/operations/running/applicationLog.ts';
import { isGrantMissing, signInHelps } from '../../../core/platform/gatewayErrors.ts';
import type { ActionView, ApplicationLogView, ApplicationLogButton, LogSource } from '../../../page/messages.ts';
import { logProblemText } from '../../../texts/applicationLogTexts.ts';
import { environmentName } from '../../../texts/targetNames.ts';
import { errorText } from '../../../texts/errorTexts.ts';
import type { Translate } from '../../../texts/translate.ts';
import type { ShownLog } from '../shownLog.ts';
import { formatInputTime, queryView } from './logQuery.ts';

/** Returns the content of the page of an application's log, except the lines. */
export function applicationLogView(t: Translate, shown: ShownLog, sources: readonly LogSource[]): ApplicationLogView {
  const { target, log, query } = shown;
  const state = log?.state;
  const where = environmentName(t, target.environment);
  const isSearch = (query.search ?? '') !== '';
  const isRefused = state?.fatalError !== undefined && isGrantMissing(state.fatalError.code);
  const [oldest, newest] = [log?.lines(0, 1)[0], log?.lines(Math.max(0, log.lineCount - 1))[0]];
  return {
    title: t('Log of {0} / {1} → {2}', target.appCode, target.module, where),
    query: queryView(query),
    known: { from: oldest ? formatInputTime(oldest.time) : '', to: newest ? formatInputTime(newest.time) : '' },
    sources,
    note: state && noteText(t, state, log.lineCount),
    problem: problemView(t, shown, isSearch),
    canQuery: !isRefused || isSearch,
    follows: log?.follows === true && shown.isRead,
    older: state?.older === 'more' ? (state.olderError ? 'onClick' : 'more') : 'no',
    empty: state?.isLoaded ? t('There are no lines in this time range.') : t('Loading…'),
  };
}

function noteText(t: Translate, state: ApplicationLogState, count: number): string | undefined {
  const { older, olderError, transientError } = state;
  if (transientError) {
    const { what } = errorText(t, transientError.code, transientError.facts);
    return t('{0} The extension keeps retrying.', what);
  }
  if (olderError) return t('Couldn’t load older lines. {0}', errorText(t, olderError.code, olderError.facts).what);
  if (older === 'loading') return t('Loading older lines…');
  return older === 'full' ? t('Only the newest {0} lines are kept.', count.toLocaleString('en-US')) : undefined;
}

function problemView(t: Translate, { log, isRead }: ShownLog, isSearch: boolean): ApplicationLogView['problem'] {
  const button = (id: ApplicationLogButton, label: string, primary = false): ActionView<ApplicationLogButton> => ({
    id,
    label,
    primary,
  });
  const signIn = button('signIn', t('Sign In'), true);
  const fatalError = log?.state.fatalError;
  if (!fatalError) {
    if (isRead) return undefined;
    return { text: t('The extension isn’t reading this log. Sign in to continue.'), actions: [signIn] };
  }
  const text = logProblemText(t, fatalError, isSearch);
  if (signInHelps(fatalError.code)) return { text, actions: [signIn] };
  return { text, actions: [button('openConsole', t('Open Log in Console'), true), button('tryAgain', t('Try Again'))] };
}

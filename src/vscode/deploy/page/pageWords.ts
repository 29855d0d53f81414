import type { PageWords } from '../../../page/messages.ts';
import type { Translate } from '../../../texts/translate.ts';

/** The words of a deployment's page that never change. */
export function pageWords(t: Translate): PageWords {
  return {
    log: t('Log'),
    noLogYet: t('There is no log yet.'),
    find: t('Find'),
    findPlaceholder: t('Find in the log'),
    nextMatch: t('Next match'),
    previousMatch: t('Previous match'),
    closeFind: t('Close'),
    // The page puts the numbers in.
    matchOf: t('{0} of {1}', '{0}', '{1}'),
    noMatches: t('No results'),
    follow: t('Follow'),
    pause: t('Pause'),
    lines: t('{0} lines', '{0}'),
    newLinesBelow: t('New lines below'),
    copyLog: t('Copy log'),
    saveLog: t('Save log…'),
    address: t('Address'),
    platformSays: t('What the platform says'),
    timeline: t('Steps'),
    details: t('Details'),
  };
}

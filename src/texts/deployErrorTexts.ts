import type { ErrorTexts } from './errorText.ts';

/** Texts of errors of deploying, of taking offline, and of the application log (platform-api.md 4.8 to 4.16). */
export const deployErrorTexts = {
  environmentInvalid: (t, { subject }) => ({
    what: t('“{0}” is no environment.', subject ?? ''),
    why: t('A module has two: “stag”, for staging, and “prod”, for production.'),
    todo: t('Give “stag” or “prod”, or leave it out to be asked.'),
  }),
  environmentProtected: (t) => ({
    what: t('Only administrators of the application may deploy to this environment or take it offline.'),
    why: t('The environment is protected on the platform, and your role in the application is another.'),
    todo: t('Ask an administrator of the application to do it, or to lift the protection.'),
    who: 'applicationAdministrator',
  }),
  deploymentOngoing: (t) => ({
    what: t('Another deployment of this module is under way in this environment.'),
    why: t('The platform deploys one version at a time to an environment, and holds others off for up to 15 minutes.'),
    todo: t('Follow the one that is under way, and deploy again when it has ended.'),
  }),
  versionNotFound: (t, { subject }) => ({
    what: subject ? t('The module has no version {0}.', subject) : t('The module has no such version.'),
    why: t('No package was uploaded under it, or it was removed from the platform.'),
    todo: t('Choose a version from the list, or upload its package first.'),
  }),
  deploymentNotTaken: (t) => ({
    what: t('The platform could not begin the deployment.'),
    why: t('Something failed in it while it prepared the deployment, often its storage.'),
    todo: t('Try again in a few minutes; if it happens again, show the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  descriptionInvalid: (t) => ({
    what: t('The platform does not accept the app_desc.yaml of this version.'),
    why: t('It is checked only when a version is deployed, not when it is uploaded.'),
    todo: t('Correct what the platform names, pack again, and upload it as a new version.'),
  }),
  deploymentFailedToStart: (t) => ({
    what: t('The deployment was not started.'),
    why: t('The platform ran into an error of its own, and its history shows no new deployment.'),
    todo: t('Try again in a few minutes; if it happens again, show the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  deploymentNotStarted: (t) => ({
    what: t('The deployment did not start: the platform’s history shows none in the time it had.'),
    why: t('The request, or its answer, was lost on the way.'),
    todo: t('Deploy again.'),
  }),
  deploymentInterrupted: (t) => ({
    what: t('The window was closed or reloaded while the deployment was being started.'),
    why: t('The request had been sent, and nobody was there for its answer.'),
    todo: t('Look at the history of the environment.'),
  }),
  offlineNotStarted: (t) => ({
    what: t('The environment was not taken offline: what was running is still there.'),
    why: t('The request, or its answer, was lost on the way.'),
    todo: t('Take it offline again.'),
  }),
  offlineFailed: (t) => ({
    what: t('Taking the environment offline failed on the platform.'),
    why: t('The platform began, and could not end what was running.'),
    todo: t('Read what the platform said; then try again, or show it to the administrator.'),
    who: 'platformAdministrator',
  }),
  deploymentNotFound: (t) => ({
    what: t('The platform does not know this deployment.'),
    why: t('It belongs to another module or another platform, or its module was deleted.'),
    todo: t('Choose the deployment from the history of its environment.'),
  }),
  logChannelNotFound: (t) => ({
    what: t('The live log of this deployment is not there.'),
    why: t('The platform opens it a moment after a deployment begins and keeps it for a day.'),
    todo: t('Open the deployment: its log is read in another way.'),
  }),
  notReleased: (t) => ({
    what: t('Nothing was released to this environment yet.'),
    why: t('No deployment to it has succeeded so far.'),
    todo: t('Deploy a version to it.'),
  }),
  offlineOngoing: (t) => ({
    what: t('The environment is already being taken offline.'),
    why: t('The platform does that once at a time.'),
    todo: t('Wait for it to end, and refresh.'),
  }),
  nothingToTakeOffline: (t) => ({
    what: t('Nothing runs in this environment that could be taken offline.'),
    why: t('No deployment to it has succeeded, or it is offline already.'),
    todo: t('Refresh to see what runs.'),
  }),
  logQueryRefused: (t) => ({
    what: t('The platform does not accept this search.'),
    why: t('The search is not valid in the query language of the platform’s log store.'),
    todo: t('Check quotation marks, brackets and operators, or put the whole text in quotation marks.'),
  }),
  logQueryFailed: (t) => ({
    what: t('The platform could not search the application log.'),
    why: t('Its log store returned an error or has no log of this application yet.'),
    todo: t('Try again in a few minutes. If it fails again, show the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  logScrollExpired: (t) => ({
    what: t('The platform no longer has this search result.'),
    why: t('It keeps a search result of the application log for 5 minutes.'),
    todo: t('Load the application log again.'),
  }),
} satisfies Partial<ErrorTexts>;

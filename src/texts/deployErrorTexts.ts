import type { ErrorTextFunctions } from './errorText.ts';

/** Texts of errors of deploying, of taking offline, and of the application log (platform-api.md 4.8 to 4.16). */
export const deployErrorTexts = {
  environmentInvalid: (t, { subject }) => ({
    what: t('“{0}” isn’t an environment.', subject ?? ''),
    why: t('A module has two environments: “stag” (staging) and “prod” (production).'),
    todo: t('Specify “stag” or “prod”, or leave it out to choose the environment when the command runs.'),
  }),
  environmentProtected: (t) => ({
    what: t('Only administrators of the application can deploy to this environment or take it offline.'),
    why: t('The environment is protected, and you’re not an administrator of the application.'),
    todo: t('Ask an administrator of the application to do it or to remove the protection.'),
    who: 'applicationAdministrator',
  }),
  deploymentOngoing: (t) => ({
    what: t('Another deployment of this module to this environment is in progress.'),
    why: t(
      'The platform runs only one deployment at a time in each environment, and rejects others for up to 15 minutes.',
    ),
    todo: t('Follow the deployment in progress, and deploy again when it has finished.'),
  }),
  versionNotFound: (t, { subject }) => ({
    what: subject ? t('The module has no version {0}.', subject) : t('The module doesn’t have this version.'),
    why: t('No package was uploaded for this version, or it was removed from the platform.'),
    todo: t('Select a version from the list, or upload its package first.'),
  }),
  deploymentNotTaken: (t) => ({
    what: t('The platform couldn’t start the deployment.'),
    why: t('The platform failed to prepare the deployment, often because of a storage error.'),
    todo: t('Try again in a few minutes. If the problem persists, send the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  descriptionInvalid: (t) => ({
    what: t('The platform doesn’t accept the app_desc.yaml of this version.'),
    why: t('The platform checks this file only when you deploy a version, not when you upload it.'),
    todo: t('Fix the problems that the platform reports, pack again, and upload a new version.'),
  }),
  deploymentFailedToStart: (t) => ({
    what: t('The deployment wasn’t started.'),
    why: t('The platform returned an internal error, and its history shows no new deployment.'),
    todo: t('Try again in a few minutes. If the problem persists, send the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  deploymentNotStarted: (t) => ({
    what: t('The deployment didn’t start. No new deployment appeared in the platform’s history in time.'),
    why: t('The request or the response was lost in transit.'),
    todo: t('Deploy again.'),
  }),
  deploymentInterrupted: (t) => ({
    what: t('The window was closed or reloaded while the deployment was starting.'),
    why: t('The request was sent, but its response wasn’t received.'),
    todo: t('Check the environment’s deployment history.'),
  }),
  offlineNotStarted: (t) => ({
    what: t('The environment wasn’t taken offline. The version is still running.'),
    why: t('The request or the response was lost in transit.'),
    todo: t('Take it offline again.'),
  }),
  offlineFailed: (t) => ({
    what: t('The platform couldn’t take the environment offline.'),
    why: t('The platform couldn’t stop the running processes.'),
    todo: t('Read the platform’s message. Then try again, or send the message to the administrator.'),
    who: 'platformAdministrator',
  }),
  deploymentNotFound: (t) => ({
    what: t('The platform has no record of this deployment.'),
    why: t('It belongs to another module or platform, or its module was deleted.'),
    todo: t('Select the deployment from its environment’s history.'),
  }),
  logChannelNotFound: (t) => ({
    what: t('This deployment has no live log.'),
    why: t('The platform opens the live log shortly after a deployment starts, and keeps it for a day.'),
    todo: t('Open the deployment to see its log.'),
  }),
  notReleased: (t) => ({
    what: t('Nothing has been deployed to this environment yet.'),
    why: t('No deployment to this environment has succeeded.'),
    todo: t('Deploy a version.'),
  }),
  offlineOngoing: (t) => ({
    what: t('The environment is already being taken offline.'),
    why: t('The platform runs only one such operation at a time.'),
    todo: t('Wait until it has finished, and refresh.'),
  }),
  nothingToTakeOffline: (t) => ({
    what: t('Nothing is running in this environment.'),
    why: t('No deployment has succeeded, or the environment is already offline.'),
    todo: t('Refresh to see what’s running.'),
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
} satisfies Partial<ErrorTextFunctions>;

import { application } from './application.ts';
import { logWithGetRoute, logWithPostRoute } from './applicationLog.ts';
import { applicationsMinimal } from './applicationsMinimal.ts';
import { branches } from './branches.ts';
import { deploy } from './deploy.ts';
import { deploymentResult } from './deploymentResult.ts';
import { deployments } from './deployments.ts';
import { phasesFrameworkRoute, phasesInstanceRoute } from './deployPhases.ts';
import { historyEvents } from './historyEvents.ts';
import { module } from './module.ts';
import { modules } from './modules.ts';
import { offline } from './offline.ts';
import { offlineResult, resumableOfflineRoute } from './offlineResult.ts';
import { processes } from './processes.ts';
import { releasedStateRoute } from './released.ts';
import { runtimeOverview } from './runtimeOverview.ts';
import { uploadByFile } from './uploadByFile.ts';
import { uploadByLink } from './uploadByLink.ts';
import type { Route } from '../route.ts';

/** Every resource of the gateway. The first route that matches a request serves the request. */
export const routes: readonly Route[] = [
  applicationsMinimal,
  application,
  modules,
  module,
  branches,
  uploadByLink,
  uploadByFile,
  deploy,
  deploymentResult,
  deployments,
  phasesFrameworkRoute,
  phasesInstanceRoute,
  historyEvents,
  releasedStateRoute,
  offline,
  offlineResult,
  resumableOfflineRoute,
  processes,
  logWithGetRoute,
  logWithPostRoute,
  runtimeOverview,
];

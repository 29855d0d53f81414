import { casesAllowList } from './casesAllowList.ts';
import { casesApplicationLog } from './casesApplicationLog.ts';
import { casesApplications } from './casesApplications.ts';
import { casesAuthentication } from './casesAuthentication.ts';
import { casesDeploy } from './casesDeploy.ts';
import { casesDeployRefused } from './casesDeployRefused.ts';
import { casesEvents } from './casesEvents.ts';
import { casesFailures } from './casesFailures.ts';
import { casesGateway } from './casesGateway.ts';
import { casesHistory } from './casesHistory.ts';
import { casesLanguages } from './casesLanguages.ts';
import { casesLists } from './casesLists.ts';
import { casesOffline } from './casesOffline.ts';
import { casesOverwrites } from './casesOverwrites.ts';
import { casesPackages } from './casesPackages.ts';
import { casesPhases } from './casesPhases.ts';
import { casesProcesses } from './casesProcesses.ts';
import { casesReleased } from './casesReleased.ts';
import { casesResult } from './casesResult.ts';
import { casesUploadErrors } from './casesUploadErrors.ts';
import { casesUploads } from './casesUploads.ts';
import { casesVersions } from './casesVersions.ts';
import type { ContractCase } from './contractCase.ts';

/**
 * All cases of the contract, in the order in which they run. Cases that only read come first, so that a platform that
 * refuses everything fails before anything is uploaded. Cases that take an environment offline come near the end and
 * cases that deploy at the very end, so that all other cases find the module unchanged.
 */
export const cases: readonly ContractCase[] = [
  ...casesAuthentication,
  ...casesGateway,
  ...casesLanguages,
  ...casesFailures,
  ...casesLists,
  ...casesApplications,
  ...casesVersions,
  ...casesHistory,
  ...casesResult,
  ...casesPhases,
  ...casesEvents,
  ...casesReleased,
  ...casesProcesses,
  ...casesApplicationLog,
  ...casesUploadErrors,
  ...casesAllowList,
  ...casesUploads,
  ...casesOverwrites,
  ...casesPackages,
  ...casesDeployRefused,
  ...casesOffline,
  ...casesDeploy,
];

import { casesAllowList } from './casesAllowList.ts';
import { casesApplications } from './casesApplications.ts';
import { casesAuthentication } from './casesAuthentication.ts';
import { casesFailures } from './casesFailures.ts';
import { casesGateway } from './casesGateway.ts';
import { casesLanguages } from './casesLanguages.ts';
import { casesLists } from './casesLists.ts';
import { casesOverwrites } from './casesOverwrites.ts';
import { casesPackages } from './casesPackages.ts';
import { casesUploadErrors } from './casesUploadErrors.ts';
import { casesUploads } from './casesUploads.ts';
import { casesVersions } from './casesVersions.ts';
import type { ContractCase } from './contractCase.ts';

/** The whole contract: reads first, so that a platform that refuses everything says so before anything is uploaded. */
export const cases: readonly ContractCase[] = [
  ...casesAuthentication,
  ...casesGateway,
  ...casesLanguages,
  ...casesFailures,
  ...casesLists,
  ...casesApplications,
  ...casesVersions,
  ...casesUploadErrors,
  ...casesAllowList,
  ...casesUploads,
  ...casesOverwrites,
  ...casesPackages,
];

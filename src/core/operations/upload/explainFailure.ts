import { isWebAddress } from '../../http/urls.ts';
import type { ErrorCode } from '../../platform/errorCode.ts';
import { isGrantMissing, signInHelps } from '../../platform/gatewayErrors.ts';
import type { PlatformError } from '../../platform/platformError.ts';
import { noPackageCodes, type PreflightWarning } from './preflight.ts';

/**
 * What most likely solves a failed upload. `applyForRole`: the user applies for a role at `facts.applyUrl`.
 * `applyForGrant`: the user applies for the application's grant on the console's Cloud API page. `publish`: the package
 * is stored in BK-Repo and uploaded from there. `contact`: only another person can solve it.
 */
export type Remedy = 'signIn' | 'applyForRole' | 'applyForGrant' | 'publish' | 'uploadAgain' | 'contact';

/**
 * A warning that can explain a failure. An earlier refusal (`probablyRefused`) explains none, because the platform
 * names a host that it refuses.
 */
export type FailureCause = Exclude<PreflightWarning, { code: 'probablyRefused' }>;

export interface Explanation {
  /** The warning of the link inspection that explains why the platform rejected the package without a reason. */
  cause: FailureCause | undefined;
  remedy: Remedy;
  /** Whether the package can be stored in BK-Repo from this computer, and that would help. */
  canPublish: boolean;
}

type CauseCode = FailureCause['code'];

/** The link leads to no file. */
const noFileCodes: readonly CauseCode[] = ['notFound', 'signInWanted', 'badStatus', 'redirectRefused'];
/** The platform's servers probably cannot reach the link. */
const noRouteCodes: readonly CauseCode[] = ['hiddenFromPlatform', 'unreachable'];

/** The warnings that explain an error, the most certain first. An error that is missing here names its cause. */
const explained: Partial<Record<ErrorCode, readonly CauseCode[]>> = {
  packageNotTaken: [...noFileCodes, ...noPackageCodes, ...noRouteCodes],
  packageNotArrived: [...noFileCodes, ...noRouteCodes],
  archiveUnreadable: noPackageCodes,
};

/** Errors because of which the platform did not fetch the package. It can fetch the package from BK-Repo instead. */
const publishingHelps: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'packageHostNotAllowed',
  'packageNotTaken',
  'packageNotArrived',
]);

/** Errors that the same upload gets again until another person has changed something. */
const onlyOthersHelp: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'developRoleMissing',
  'uploadByLinkDisabled',
  'bodyTypeRefused',
  'jsonBodyUnreadable',
  'jwtNotVerified',
  'ipNotAllowed',
  'userNotAllowed',
  'tenantNotAllowed',
  'bodyTooLarge',
  'uriTooLong',
  'gatewayMisconfigured',
  'gatewayLoop',
  'tokensNotSupported',
]);

/** Decides what caused a failed upload and what helps, from the error and from what this computer found at the link. */
export function explainFailure(
  { code, facts }: Pick<PlatformError, 'code' | 'facts'>,
  warnings: readonly PreflightWarning[],
): Explanation {
  const cause = (explained[code] ?? [])
    .map((wanted) =>
      warnings.find((warning): warning is FailureCause => warning.code === wanted && !isOwnProxyProblem(warning)),
    )
    .find((warning) => warning !== undefined);
  // A package that this computer cannot download cannot be published from here either.
  const isReadable = warnings.every((warning) => ['probablyRefused', 'hiddenFromPlatform'].includes(warning.code));
  const canPublish = publishingHelps.has(code) && isReadable;
  return { cause, canPublish, remedy: remedyOf(code, facts.applyUrl, canPublish) };
}

function remedyOf(code: ErrorCode, applyUrl: string | undefined, canPublish: boolean): Remedy {
  if (signInHelps(code)) return 'signIn';
  if (isGrantMissing(code)) return 'applyForGrant';
  if (applyUrl !== undefined && isWebAddress(applyUrl)) return 'applyForRole';
  if (canPublish) return 'publish';
  return onlyOthersHelp.has(code) ? 'contact' : 'uploadAgain';
}

/** Returns whether this computer's proxy prevented the inspection, which shows nothing about the platform's route. */
function isOwnProxyProblem(warning: PreflightWarning): boolean {
  return warning.code === 'unreachable' && warning.error.startsWith('proxy');
}

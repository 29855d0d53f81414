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
 * A warning that can explain a failure. An earlier refusal (`probablyRefused`) is not needed as an explanation, because
 * the platform's error already names the refused host.
 */
export type FailureCause = Exclude<PreflightWarning, { code: 'probablyRefused' }>;

export interface Explanation {
  /** The warning of the link inspection that explains the failure, if the error does not state the cause itself. */
  cause: FailureCause | undefined;
  remedy: Remedy;
  /** Whether this computer can store the package in BK-Repo, and an upload from there would probably succeed. */
  canPublish: boolean;
}

type CauseCode = FailureCause['code'];

/** Warnings that mean that the link does not lead to a file. */
const noFileCodes: readonly CauseCode[] = ['notFound', 'signInWanted', 'badStatus', 'redirectRefused'];
/** Warnings that mean that the platform's servers probably cannot reach the link. */
const noRouteCodes: readonly CauseCode[] = ['hiddenFromPlatform', 'unreachable'];

/**
 * The warnings that can explain an error, the most certain first. An error that is not listed states its cause itself.
 */
const possibleCauses: Partial<Record<ErrorCode, readonly CauseCode[]>> = {
  packageNotTaken: [...noFileCodes, ...noPackageCodes, ...noRouteCodes],
  packageNotArrived: [...noFileCodes, ...noRouteCodes],
  archiveUnreadable: noPackageCodes,
};

/**
 * Errors that mean that the platform did not fetch the package. The platform can fetch the package from BK-Repo
 * instead.
 */
const publishRemedyCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'packageHostNotAllowed',
  'packageNotTaken',
  'packageNotArrived',
]);

/** Errors that occur again with every upload until another person has changed something. */
const contactRemedyCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
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

/**
 * Returns what caused a failed upload and what helps, based on the error and on what this computer found at the link.
 */
export function explainFailure(
  { code, facts }: Pick<PlatformError, 'code' | 'facts'>,
  warnings: readonly PreflightWarning[],
): Explanation {
  const cause = (possibleCauses[code] ?? [])
    .map((wanted) =>
      warnings.find((warning): warning is FailureCause => warning.code === wanted && !isOwnProxyProblem(warning)),
    )
    .find((warning) => warning !== undefined);
  // A package that this computer cannot download cannot be published from here either.
  const isReadable = warnings.every((warning) => ['probablyRefused', 'hiddenFromPlatform'].includes(warning.code));
  const canPublish = publishRemedyCodes.has(code) && isReadable;
  return { cause, canPublish, remedy: remedyOf(code, facts.applyUrl, canPublish) };
}

function remedyOf(code: ErrorCode, applyUrl: string | undefined, canPublish: boolean): Remedy {
  if (signInHelps(code)) return 'signIn';
  if (isGrantMissing(code)) return 'applyForGrant';
  if (applyUrl !== undefined && isWebAddress(applyUrl)) return 'applyForRole';
  if (canPublish) return 'publish';
  return contactRemedyCodes.has(code) ? 'contact' : 'uploadAgain';
}

/**
 * Returns whether this computer's proxy prevented the inspection. Such a warning says nothing about whether the
 * platform can reach the link.
 */
function isOwnProxyProblem(warning: PreflightWarning): boolean {
  return warning.code === 'unreachable' && warning.error.startsWith('proxy');
}

import { parseUploadRequest, type UploadTexts } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import type { PlatformAccess } from '../../../src/core/platform/call.ts';
import type { ErrorCode } from '../../../src/core/platform/errorCode.ts';
import type { PlatformError } from '../../../src/core/platform/platformError.ts';
import type { Contact } from '../../../src/texts/errorText.ts';
import type { Fault } from '../../platform/faults.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import type { Switches } from '../../platform/switches.ts';
import { connect } from '../connect.ts';
import { fakeClock } from '../fakeClock.ts';
import { uploadAndReconcile } from '../operations/uploadAndReconcile.ts';

/**
 * The circumstances that cause the error of a row: a state of the platform, a switch or, if neither can cause the
 * error, a fault.
 */
export interface Situation {
  arrange?: (platform: EmbeddedPlatform) => void;
  /** Changes to the default upload, which uploads a good package to demo-app. */
  upload?: (platform: EmbeddedPlatform) => Partial<UploadTexts>;
  access?: Partial<PlatformAccess>;
  /** Called between the baseline read and the upload. */
  meanwhile?: (platform: EmbeddedPlatform) => void;
  /** Whether the client sends the upload. Default true. */
  sent?: boolean;
  /** The outcome of reconciling, if the upload's response leaves open whether the platform stored the package. */
  settles?: 'uploaded' | 'packageNotArrived';
  /** A name that the error text must contain: a host, an application or a version. */
  names?: (platform: EmbeddedPlatform) => string;
}

/** A row of a table in platform-api.md 1.10, 2.5 or 2.6, with the expected error and the expected error text. */
export interface ErrorRow extends Situation {
  row: string;
  code: ErrorCode;
  /** The HTTP status of the response that reports the error. Undefined if the client detects the error. */
  status: number | undefined;
  who: Contact;
  /** The advice that the English error text must contain. */
  advice: RegExp;
}

export function row(
  name: string,
  code: ErrorCode,
  status: number | undefined,
  who: Contact,
  advice: RegExp,
  ...situations: Situation[]
): ErrorRow {
  // `Object.assign` returns `any` here, because one argument is a spread.
  return Object.assign({ row: name, code, status, who, advice }, ...situations) as ErrorRow;
}

export interface RowResult {
  outcome: UploadOutcome;
  /** The error of the upload request if its response was lost. Undefined if the response arrived. */
  lost: PlatformError | undefined;
}

/**
 * Uploads as the extension's command does: parses the request, reads the baseline, sends the upload, then reconciles.
 */
export async function uploadInSituation(
  platform: EmbeddedPlatform,
  situation: Situation,
  language: PlatformAccess['language'],
): Promise<RowResult> {
  situation.arrange?.(platform);
  const request = parseUploadRequest({
    appCode: 'demo-app',
    module: 'default',
    packageUrl: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`,
    version: '1.0.3',
    allowOverwrite: false,
    ...situation.upload?.(platform),
  });
  const clock = fakeClock(() => platform.settled());
  let lost: PlatformError | undefined;
  const outcome = await uploadAndReconcile(
    connect(platform, { language, clock, ...situation.access }).platform,
    request,
    {
      onProgress(step) {
        if (step === 'uploading') situation.meanwhile?.(platform);
      },
      onSent({ interruption }) {
        if (interruption.kind === 'answerLost') lost = interruption.error;
      },
    },
  );
  return { outcome, lost };
}

/** Returns a situation in which only the upload's response has the fault. */
export function withUploadFault(fault: Fault): Situation {
  return {
    arrange({ faults }) {
      faults.next({ method: 'POST', fault });
    },
  };
}

/** Returns a situation in which the platform responds only to the upload with this error of platform-api.md 1.10. */
export function withBackendError(answer: Extract<Fault, { kind: 'backendError' }>['answer']): Situation {
  return withUploadFault({ kind: 'backendError', answer });
}

/** Returns a situation in which the gateway refuses only the upload. */
export function withGatewayError(codeName: string, about: { code?: number; reason?: string } = {}): Situation {
  const { code, reason } = about;
  const fault: Fault = {
    kind: 'gatewayError',
    codeName,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { fields: { reason } }),
  };
  return withUploadFault(fault);
}

export function withSwitches(switches: Partial<Switches>): Situation {
  return { arrange: (platform) => Object.assign(platform.switches, switches) };
}

export function withUploadTexts(texts: Partial<UploadTexts>): Situation {
  return { upload: () => texts };
}

/**
 * Returns a situation in which the upload uses this path on the package server. The path leads to a file or causes a
 * fault.
 */
export function withPackagePath(path: string): Situation {
  return { upload: ({ packagesUrl }) => ({ packageUrl: `${packagesUrl}/${path}` }) };
}

export function withToken(accessToken: string, tenantId?: string): Situation {
  return { access: { accessToken, tenantId } };
}

export function withName(name: string): Situation {
  return { names: () => name };
}

/** A situation in which the operation ends before the upload is sent. */
export const notSent: Situation = { sent: false };

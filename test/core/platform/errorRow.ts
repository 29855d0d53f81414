import { parseUploadRequest, type UploadTexts } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import type { PlatformAccess } from '../../../src/core/platform/call.ts';
import type { ErrorCode } from '../../../src/core/platform/errorCode.ts';
import type { PlatformError } from '../../../src/core/platform/platformError.ts';
import type { User } from '../../../src/texts/errorText.ts';
import type { Fault } from '../../platform/faults.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import type { Switches } from '../../platform/switches.ts';
import { connect } from '../connect.ts';
import { fakeClock } from '../fakeClock.ts';
import { uploadAndReconcile } from '../operations/uploadAndReconcile.ts';

/** The conditions of a row: the platform's state, a switch, or a fault if neither can cause it. */
export interface Situation {
  arrange?: (platform: EmbeddedPlatform) => void;
  /** Changes to the upload of a good package to demo-app. */
  upload?: (platform: EmbeddedPlatform) => Partial<UploadTexts>;
  access?: Partial<PlatformAccess>;
  /** Called between the baseline read and the upload. */
  meanwhile?: (platform: EmbeddedPlatform) => void;
  /** Whether the upload itself was sent. Default true. */
  sent?: boolean;
  /** The reconciled outcome, if the response leaves open whether the platform stored the package. */
  settles?: 'uploaded' | 'packageNotArrived';
  /** A name that the message must contain: a host, an application, a version. */
  names?: (platform: EmbeddedPlatform) => string;
}

/** One row of the tables of platform-api.md 1.10, 2.5 or 2.6, and what the user reads for it. */
export interface ErrorRow extends Situation {
  row: string;
  code: ErrorCode;
  /** HTTP status of the response with the refusal; undefined if the client detected it. */
  status: number | undefined;
  who: User;
  /** The advice that the English text must contain. */
  advice: RegExp;
}

export function row(
  name: string,
  code: ErrorCode,
  status: number | undefined,
  who: User,
  advice: RegExp,
  ...situations: Situation[]
): ErrorRow {
  // Object.assign loses the types.
  return Object.assign({ row: name, code, status, who, advice }, ...situations) as ErrorRow;
}

export interface RowResult {
  outcome: UploadOutcome;
  /** The error that left the outcome of the upload unknown, if any. */
  lost: PlatformError | undefined;
}

/** Uploads like the command: parses the request, reads the baseline, sends, then reconciles. */
export async function uploadRow(
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

/** Only the response to the upload meets the fault. */
export function faulty(fault: Fault): Situation {
  return {
    arrange({ faults }) {
      faults.next({ method: 'POST', fault });
    },
  };
}

/** Only the upload is answered with a row of platform-api.md 1.10. */
export function answered(answer: Extract<Fault, { kind: 'backendError' }>['answer']): Situation {
  return faulty({ kind: 'backendError', answer });
}

/** Only the upload is refused by the gateway. */
export function refused(codeName: string, about: { code?: number; reason?: string } = {}): Situation {
  const { code, reason } = about;
  const fault: Fault = {
    kind: 'gatewayError',
    codeName,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { fields: { reason } }),
  };
  return faulty(fault);
}

export function switched(switches: Partial<Switches>): Situation {
  return { arrange: (platform) => Object.assign(platform.switches, switches) };
}

export function uploading(texts: Partial<UploadTexts>): Situation {
  return { upload: () => texts };
}

/** A file of the package server, or one of its faults. */
export function fetching(path: string): Situation {
  return { upload: ({ packagesUrl }) => ({ packageUrl: `${packagesUrl}/${path}` }) };
}

export function withToken(accessToken: string, tenantId?: string): Situation {
  return { access: { accessToken, tenantId } };
}

export function naming(name: string): Situation {
  return { names: () => name };
}

/** Detected before the upload was sent. */
export const early: Situation = { sent: false };

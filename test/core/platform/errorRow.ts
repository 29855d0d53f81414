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

/** How a row comes about: by what is on the platform, by a switch, or by a fault where neither can. */
export interface Situation {
  arrange?: (platform: EmbeddedPlatform) => void;
  /** What is uploaded, where it is not a good package to demo-app. */
  upload?: (platform: EmbeddedPlatform) => Partial<UploadTexts>;
  access?: Partial<PlatformAccess>;
  /** Happens between the look at what is there and the sending. */
  meanwhile?: (platform: EmbeddedPlatform) => void;
  /** Whether the upload itself left. Most do. */
  sent?: boolean;
  /** What is found out afterwards where the answer leaves open whether the platform stored the package. */
  settles?: 'uploaded' | 'packageNotArrived';
  /** What the sentence must name: a host, an application, a version. */
  names?: (platform: EmbeddedPlatform) => string;
}

/** One row of the tables of platform-api.md 1.10, 2.5 or 2.6, and what the person is told for it. */
export interface ErrorRow extends Situation {
  row: string;
  code: ErrorCode;
  /** HTTP status of the answer that named it; undefined when this side found out by itself. */
  status: number | undefined;
  who: User;
  /** The advice that must be in what to do, in English. */
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
  return Object.assign({ row: name, code, status, who, advice }, ...situations) as ErrorRow; // assign forgets the types
}

export interface RowResult {
  outcome: UploadOutcome;
  /** The error that left the end of the upload open, where one did. */
  lost: PlatformError | undefined;
}

/** Uploads as the command does: texts are read first, then looked at, then sent, then looked for. */
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

/** The answer to the upload, and to nothing else, meets the fault. */
export function faulty(fault: Fault): Situation {
  return {
    arrange({ faults }) {
      faults.next({ method: 'POST', fault });
    },
  };
}

/** The upload, and only the upload, is answered with a row of platform-api.md 1.10. */
export function answered(answer: Extract<Fault, { kind: 'backendError' }>['answer']): Situation {
  return faulty({ kind: 'backendError', answer });
}

/** The upload, and only the upload, is refused by the gateway. */
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

/** A file, or a misbehaviour, of the package server. */
export function fetching(path: string): Situation {
  return { upload: ({ packagesUrl }) => ({ packageUrl: `${packagesUrl}/${path}` }) };
}

export function withToken(accessToken: string, tenantId?: string): Situation {
  return { access: { accessToken, tenantId } };
}

export function naming(name: string): Situation {
  return { names: () => name };
}

/** Found out before the upload left. */
export const early: Situation = { sent: false };

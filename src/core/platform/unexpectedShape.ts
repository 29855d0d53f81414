import { PlatformError } from './platformError.ts';

/** JSON that is not what this endpoint answers: a newer platform, or a gateway in front of something else. */
export function unexpectedShape(requestId: string | undefined): PlatformError {
  return new PlatformError('answerUnreadable', { requestId });
}

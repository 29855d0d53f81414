import { frameworkError, say } from '../backend/backendAnswer.ts';
import type { UserRoute } from '../route.ts';

/** A resource that the gateway offers and the backend no longer has: only GET is left there (platform-api.md 4.0). */
export const uploadByFile: UserRoute = {
  operationId: 'upload_source_package',
  method: 'POST',
  path: '/bkapps/applications/{app}/modules/{module}/source_package/',
  scope: 'user',
  answer: (call) => frameworkError(405, say('methodNotAllowed', call.language, 'POST')),
};
